# `make check` and `make test` set everything up by themselves; they need Python 3.11 and make.

PYTHON ?= python3
BIN := .venv/bin
AS_OF := 2026-11-22

.PHONY: check test lint update benchmark clean

check: .venv/ready
	$(BIN)/checker check --locked --fail-on never --as-of $(AS_OF)
	$(BIN)/checker report --as-of $(AS_OF)

test: .venv/ready lint
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

update: .venv/ready
	$(BIN)/checker lock --as-of $(AS_OF)
	$(BIN)/checker report --as-of $(AS_OF)
	$(BIN)/python docs/generate.py
	UPDATE_GOLDEN=1 $(BIN)/python -m pytest tests/test_scenarios.py tests/test_docs.py tests/test_guides.py

benchmark: .venv/ready
	$(BIN)/python tests/benchmarks/startup.py

clean:
	rm -rf .venv

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable ".[test,lint]"
	touch $@
