"""Imports go one way, the core does no input or output, and only the command line prints."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "checker"
MODULES = sorted(PACKAGE.rglob("*.py"))

# A module may import those of the lines below its own. Modules of one line do not know one another.
LAYERS = [
    ["__main__"],
    ["cli", "pytest_plugin"],
    ["commands"],
    ["terminal"],
    ["sides", "before"],
    ["inputs", "revisions", "suite_texts", "skeleton"],
    ["arguments", "reports", "files", "settings", "lock_file"],
    ["anchors"],
    ["diff", "coverage", "lint"],
    ["lock", "gate"],
    ["compare", "engine"],
    ["waivers"],
    ["agreements", "catalogue"],
    ["conditions", "subjects", "mismatch", "encodings", "convert"],
    ["patterns", "waiver_file", "hints"],
    ["vocabulary", "documents", "rewrite"],
    ["schema"],
    ["schema_faults"],
    ["source", "text"],
    ["quick"],
    ["careful"],
    ["yaml_faults", "scalars", "segments", "nearest", "schema_contents"],
    ["labels"],
    ["normal", "ready", "flow", "columns", "marks"],
    ["model"],
    ["errors", "exits"],
]
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
# Reports have layers of their own: formats, then what they share.
SHARED_BY_REPORTS = {"words"}
PURE = (
    "model",
    "engine",
    "conditions",
    "subjects",
    "patterns",
    "mismatch",
    "gate",
    "errors",
    "compare",
    "lock",
)
OUTSIDE_WORLD = {
    "os",
    "io",
    "pathlib",
    "sys",
    "time",
    "datetime",
    "subprocess",
    "socket",
    "random",
    "tempfile",
}


def room(path: Path) -> str:
    """The layer's name of a module: its own, or that of its folder."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def imports(path: Path) -> Iterator[str]:
    """Full names of everything that a module imports, inside functions too, type checking apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {id(inner) for node in ast.walk(tree) if is_type_checking(node) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write absolute imports"
            module = node.module or ""
            yield from (f"{module}.{alias.name}" for alias in node.names)


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def ours(name: str) -> str | None:
    parts = name.split(".")
    return parts[1] if parts[0] == "checker" and len(parts) > 1 and parts[1] in RANK else None


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_down(path: Path) -> None:
    if path == PACKAGE / "__init__.py":
        return  # names the public functions, imported when first used
    here = room(path)
    assert here in RANK, f"{here} has no place in LAYERS"
    for name in imports(path):
        there = ours(name)
        if there and there != here:
            assert RANK[there] > RANK[here], f"{here} imports {there}"


@pytest.mark.parametrize("name", PURE)
def test_the_core_is_pure(name: str) -> None:
    used = {imported.split(".")[0] for imported in imports(PACKAGE / f"{name}.py")}
    assert not used & OUTSIDE_WORLD


@pytest.mark.parametrize("path", sorted((PACKAGE / "reports").glob("*.py")), ids=lambda path: path.stem)
def test_reports_return_text(path: Path) -> None:
    used = {imported.split(".")[0] for imported in imports(path)}
    assert not used & OUTSIDE_WORLD
    assert "open" not in called(path)


def called(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_command_line_prints(path: Path) -> None:
    assert path.name == "terminal.py" or "print" not in called(path)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_can_be_read_in_one_sitting(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 350, "split it on its second reason to change"
    assert lines[0].startswith('"""'), "a module says what it is for"
