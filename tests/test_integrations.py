"""The integrations, run for real: the hooks by pre-commit, the steps of the GitHub action and the jobs of the GitLab
template by bash, each in scratch repositories with a base and a head commit.

Nothing here stands for GitHub but `Job`: it sets what a runner sets, evaluates the few expressions of action.yml, and
reads what the steps hand back (outputs, workflow commands) as the runner does."""

import functools
import hashlib
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import urllib.parse
import xml.etree.ElementTree as xml
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "integrations"
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
WORKFLOW = yaml.safe_load((PAGES / "github-workflow.yml").read_text(encoding="utf-8"))
GITLAB = yaml.safe_load((PAGES / "gitlab-ci.yml").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

# What the package is built from, besides the folder of its code, and what pre-commit and GitHub look for.
_PUBLISHED = (
    "pyproject.toml",
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    ".pre-commit-hooks.yaml",
    "action.yml",
)

SUITE = "policies/cloud-notes"
WORSE = {
    "您有权查阅、更正、删除您的个人信息": "您有权查阅、更正您的个人信息",
    "[access, correction, deletion], stance": "[access, correction], stance",
}
BETTER = {"refusal_reasons: unstated": "refusal_reasons: given"}  # partial becomes met
BROKEN = {"quote: 您有权查阅": "quote: 您也有权查阅"}
UNREAD = {"## 三、责任": "## 三、责任与免责"}  # the source text alone


# --- repositories -------------------------------------------------------------------------------------------


def environment(**more: str) -> dict[str, str]:
    """What a step starts with: nothing of the git of whoever runs the tests, nor of a CI that does."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "GITHUB_", "CI_", "PRE_COMMIT"))}
    names = ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL")
    somebody = dict.fromkeys(names, "a@example.org")
    return kept | somebody | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"} | more


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment(), capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(folder: Path, message: str = "a change") -> str:
    """Everything as it stands, as a commit; its id."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", f"--message={message}")
    return git(folder, "rev-parse", "HEAD")


def change(folder: Path, changes: Mapping[str, str], *, read: bool = True) -> None:
    """Change words in the files of the suite. `read`: the encoding states the hash of the new text."""
    wanted = set(changes)
    for path in sorted((folder / SUITE).iterdir()):
        text = path.read_text(encoding="utf-8")
        for old, new in changes.items():
            if old in text:
                wanted.discard(old)
                text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    assert not wanted, f"not there: {wanted}"
    encoding = folder / SUITE / "terms.yaml"
    if read:
        now = hashlib.sha256((folder / SUITE / "terms.md").read_bytes()).hexdigest()
        text = re.sub(r"sha256: \w+", f"sha256: {now}", encoding.read_text(encoding="utf-8"))
        encoding.write_text(text, encoding="utf-8")


def undone(changes: Mapping[str, str]) -> dict[str, str]:
    return {new: old for old, new in changes.items()}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A team's repository with one small suite and a baseline of its own; one commit."""
    folder = tmp_path / "repository"
    shutil.copytree(ROOT / "fixtures/small/cloud-notes", folder / SUITE)
    shutil.copy(ROOT / "fixtures/small/baseline.yaml", folder / "baseline.yaml")
    (folder / "checker.toml").write_text('baseline = "baseline.yaml"\n', encoding="utf-8")
    commit(folder, "the base")
    return folder


def program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/bash\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def checker_in(folder: Path) -> None:
    """A `checker` in a folder for programs: the one of this tree."""
    program(
        folder / "checker", f'PYTHONSAFEPATH=1 PYTHONPATH="{ROOT}" exec "{sys.executable}" -m checker "$@"'
    )


def checker(folder: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "checker", *arguments],
        cwd=folder, env=environment(PYTHONPATH=str(ROOT)), capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as others get it: a repository with what the package is built from, and a tag."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copytree(ROOT / "checker", folder / "checker", ignore=shutil.ignore_patterns("__pycache__"))
    for name in _PUBLISHED:
        shutil.copy(ROOT / name, folder / name)
    commit(folder, "a release")
    git(folder, "tag", "v1")
    return folder


# --- the registry -------------------------------------------------------------------------------------------


def unreachable(said: str) -> bool:
    """Whether pip failed because it could not reach its registry, by its own words."""
    return "after connection broken by" in said and "No matching distribution found" in said


def skip_without_registry(done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode and unreachable(done.stdout + done.stderr):
        pytest.skip("pip cannot reach its package registry")


def pip(*arguments: str) -> str:
    usual = {name: value for name, value in environment().items() if not name.startswith("PIP_")}
    done = subprocess.run(
        [sys.executable, "-m", "pip", "download", "--no-deps", "--retries=1", *arguments, "no-such-thing"],
        env=usual | {"PIP_CONFIG_FILE": os.devnull}, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    return done.stdout + done.stderr


def test_only_a_registry_out_of_reach_excuses_a_test(tmp_path: Path) -> None:
    assert unreachable(pip("--index-url=http://127.0.0.1:9/simple"))
    assert not unreachable(pip("--no-index", f"--find-links={tmp_path}"))  # reached, and without the package


# --- the files are what they claim to be --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("vendor.github-actions", ROOT / "action.yml"),
        ("vendor.github-workflows", PAGES / "github-workflow.yml"),
        ("vendor.gitlab-ci", PAGES / "gitlab-ci.yml"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_files_fit_the_public_schemas(schema: str, path: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_hooks_fit_pre_commit_s_own_rules() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def blocks(page: str) -> list[str]:
    text = (PAGES / page).read_text(encoding="utf-8")
    return re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_pages_show_files_as_they_stand() -> None:
    workflow = (PAGES / "github-workflow.yml").read_text(encoding="utf-8")
    assert [block in workflow for block in blocks("github.md")] == [True]
    page = (PAGES / "github.md").read_text(encoding="utf-8")
    for name, told in (ACTION["inputs"] | ACTION["outputs"]).items():
        assert f"| `{name}` | {told['description']} |\n" in page
    page = (PAGES / "pre-commit.md").read_text(encoding="utf-8")
    for hook in HOOKS:
        assert f"| `{hook['id']}` | `{hook['entry']}" in page
    page = (PAGES / "gitlab.md").read_text(encoding="utf-8")
    jobs = [name for name in GITLAB if not name.startswith(".")]
    assert re.findall(r"^\| `(agreements:\w+)` \|", page, re.MULTILINE) == jobs


def test_nobody_takes_a_placeholder_for_an_address() -> None:
    for path in (*PAGES.iterdir(), ROOT / "action.yml", ROOT / ".pre-commit-hooks.yaml"):
        text = path.read_text(encoding="utf-8")
        addresses = re.findall(r"(?:git\+|repo: )https://(?!github\.com/OWNER/REPOSITORY\b)\S+", text)
        assert addresses == [], path.name
        if path.suffix == ".yml" and "OWNER/REPOSITORY" in text:
            assert "For OWNER/REPOSITORY write" in text.replace("\n# ", " "), path.name


# --- GitHub -------------------------------------------------------------------------------------------------

_ANNOTATIONS = ("error", "warning", "notice")
_COMMANDS = {
    *_ANNOTATIONS, "add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "group", "remove-matcher",
    "save-state", "set-env", "set-output", "stop-commands",
}  # fmt: skip
_COMMAND = re.compile(r"\s*::([^\s:]+)(?: (.*?))?::(.*)")
_OLD_COMMAND = re.compile(r".*?##\[([^\s\]]+)(?: (.*?))?\](.*)")  # anywhere in a line


def commands(log: str) -> list[tuple[str, str, str]]:
    """The workflow commands in a log that a runner obeys: name, properties, data. Both of its notations count."""
    known, token = set(_COMMANDS), None
    found = []
    for line in log.splitlines():
        match = _COMMAND.match(line) or _OLD_COMMAND.match(line)
        if not match or match[1].lower() not in known:
            continue
        if token:
            if match[1] == token:
                known.discard(token)
                token = None
        elif match[1] == "stop-commands":
            token = match[3]
            known.add(token)
        else:
            found.append((match[1], match[2] or "", match[3]))
    assert token is None, "commands stay stopped"
    return found


def handed_back(written: str) -> dict[str, str]:
    """What a step wrote into $GITHUB_OUTPUT, read as the runner reads it."""
    values: dict[str, str] = {}
    lines = iter(written.split("\n"))
    for line in lines:
        if not line:
            continue
        name, equals, value = line.partition("=")
        if "<<" not in name:
            assert equals, f"the runner refuses the line {line!r}"
            values[name] = value
            continue
        name, _, delimiter = line.partition("<<")
        inner: list[str] = []
        for each in lines:
            if each == delimiter:
                break
            inner.append(each)
        else:
            pytest.fail(f"{delimiter} does not end")
        values[name] = "\n".join(inner)
    return values


def evaluated(written: str, context: Mapping[str, Any]) -> str:
    """A text with `${{ }}`, where an expression is names, joined by `||`."""

    def value(found: re.Match[str]) -> str:
        for operand in found[1].split("||"):
            here: Any = context
            for key in operand.strip().split("."):
                here = here.get(key) if isinstance(here, Mapping) else None
            if here:
                return str(here)
        return ""

    return re.sub(r"\$\{\{(.*?)\}\}", value, written)


class Job:
    """A job that runs the action once: what a runner sets, and what comes back."""

    def __init__(self, repository: Path) -> None:
        self.workspace = repository
        self.temp = repository.parent / "runner temp"  # a space, to see that all is quoted
        self.log = self.summary = self.written = ""
        self.outputs: dict[str, str] = {}
        checker_in(self.temp / "agreement-checker" / "bin")

    def run(
        self,
        event: Mapping[str, Any] | None = None,
        *,
        install: bool = False,
        action: Path = ROOT,
        **inputs: str,
    ) -> int:
        """Run the steps as far as they go; the exit code of the last one."""
        given = {name: told.get("default", "") for name, told in ACTION["inputs"].items()}
        written = {name.replace("_", "-"): value for name, value in inputs.items()}
        assert written.keys() <= given.keys()
        context: dict[str, Any] = {"inputs": given | written, "github": {"event": event or {}}, "steps": {}}
        code = 0
        for step in ACTION["runs"]["steps"]:
            if "uses" in step:
                assert step["uses"].startswith("actions/setup-python@")
                context["steps"][step["id"]] = {"outputs": {"python-path": sys.executable}}
            elif step["name"] != "Install checker" or install:
                code, outputs = self._step(step, context, action)
                context["steps"][step.get("id")] = {"outputs": outputs}
            if code:
                break
        # a runner does this after a step that failed, too
        self.outputs = {name: evaluated(told["value"], context) for name, told in ACTION["outputs"].items()}
        return code

    def _step(
        self, step: Mapping[str, Any], context: Mapping[str, Any], action: Path
    ) -> tuple[int, dict[str, str]]:
        assert step["shell"] == "bash"
        files = {name: self.temp / name for name in ("script.sh", "output", "summary")}
        for path in files.values():
            path.write_text("", encoding="utf-8")
        files["script.sh"].write_text(step["run"], encoding="utf-8")
        of_step = {name: evaluated(value, context) for name, value in step.get("env", {}).items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(files["script.sh"])],
            cwd=self.workspace, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=environment(
                **of_step, GITHUB_ACTION_PATH=str(action), GITHUB_WORKSPACE=str(self.workspace), RUNNER_TEMP=str(self.temp),
                GITHUB_OUTPUT=str(files["output"]), GITHUB_STEP_SUMMARY=str(files["summary"]), GITHUB_ACTIONS="true",
            ),
        )  # fmt: skip
        self.log += done.stdout.decode()
        self.summary += files["summary"].read_text(encoding="utf-8")
        written = files["output"].read_text(encoding="utf-8")
        self.written += written
        return done.returncode, handed_back(written)

    @property
    def annotations(self) -> list[tuple[str, str, str]]:
        return commands(self.log)

    @property
    def sarif(self) -> Any:
        return json.loads(Path(self.outputs["sarif"]).read_text(encoding="utf-8"))


def pull_request(base: str) -> dict[str, Any]:
    return {"pull_request": {"base": {"sha": base}}}


def test_no_script_holds_an_expression() -> None:
    steps = [*ACTION["runs"]["steps"], *WORKFLOW["jobs"]["agreements"]["steps"]]
    scripts = [step["run"] for step in steps if "run" in step]
    assert scripts and not [script for script in scripts if "${{" in script]


def test_the_workflow_uses_what_the_action_has() -> None:
    text = (PAGES / "github-workflow.yml").read_text(encoding="utf-8")
    (step,) = (step for step in WORKFLOW["jobs"]["agreements"]["steps"] if step.get("id") == "agreements")
    assert set(step.get("with", {})) <= set(ACTION["inputs"])
    used = set(re.findall(r"steps\.agreements\.outputs\.([\w-]+)", text))
    assert used == {"comment-file", "sarif"} <= set(ACTION["outputs"])


@pytest.mark.parametrize(
    ("changes", "code", "headline"),
    [(WORSE, 1, "1 worse"), (BETTER, 0, "1 better"), ({}, 0, "no verdict has changed")],
    ids=["worse", "better", "nothing"],
)
def test_the_action_tells_what_a_pull_request_does(
    repository: Path, changes: dict[str, str], code: int, headline: str
) -> None:
    base = git(repository, "rev-parse", "HEAD")
    change(repository, changes)
    commit(repository)
    job = Job(repository)
    assert job.run(pull_request(base)) == code
    comment = job.outputs["comment"]
    assert headline in comment and comment.startswith("<!-- checker diff -->\n")
    assert job.summary == Path(job.outputs["comment-file"]).read_text(encoding="utf-8") == comment + "\n"
    assert "What changed from" in job.log  # the text is in the log
    if changes is WORSE:
        assert "rights.deletion" in comment and "terms 2.1" in comment and "删除" in comment
    assert {name for name, *_ in job.annotations} == ({"error"} if code else set()) | {"warning", "notice"}
    places = [properties for name, properties, _ in job.annotations if name == "warning"]
    assert places and all(f"file={SUITE}/" in each for each in places)
    failed = [(properties, data) for name, properties, data in job.annotations if name == "error"]
    told = "Exit code 1: the gate failed. The summary and the log of this job say more."
    if code:  # what got worse stands first among the annotations, and stands out
        made_worse, how = failed
        assert f"file={SUITE}/" in made_worse[0] and "rights.deletion" in made_worse[1]
        assert how == ("title=checker diff", told)
    else:
        assert failed == []
    found = {result["ruleId"] for result in job.sarif["runs"][0]["results"]}
    assert ("rights.deletion" in found) is (changes is WORSE)


def test_inputs_are_flags(repository: Path) -> None:
    """Two folders, a baseline that no file names, and what only Chinese text and that day would show."""
    shutil.copytree(repository / SUITE, repository / "our agreements" / "other-notes")
    suite = repository / "our agreements" / "other-notes" / "suite.yaml"
    suite.write_text(
        suite.read_text(encoding="utf-8").replace("suite: cloud-notes", "suite: other-notes"),
        encoding="utf-8",
    )
    (repository / "checker.toml").unlink()
    base = commit(repository)
    change(repository, WORSE)
    commit(repository)
    inputs = {
        "paths": "policies\n\nour agreements",
        "baseline": "baseline.yaml",
        "lang": "zh",
        "as_of": "2026-11-21",
    }
    assert Job(repository).run(pull_request(base), **inputs) == 1
    assert Job(repository).run(pull_request(base), **inputs | {"paths": "our agreements"}) == 0
    job = Job(repository)
    assert (
        job.run(pull_request(base), **inputs, fail_on="never", annotations="false", sarif_file="our.sarif")
        == 0
    )
    assert "合规影响" in job.outputs["comment"] and "2026-11-21" in job.outputs["comment"]
    assert job.outputs["sarif"] == "our.sarif" and (repository / "our.sarif").is_file()
    assert f"{SUITE}/" in (written := (repository / "our.sarif").read_text(encoding="utf-8"))
    assert "our%20agreements/other-notes/" in written
    assert job.annotations == []


def test_other_gates_count_too(repository: Path) -> None:
    base = git(repository, "rev-parse", "HEAD")
    assert Job(repository).run(pull_request(base), check_fail_on="missing:medium") == 1
    assert Job(repository).run(pull_request(base), check_fail_on="missing:high") == 0
    job = Job(repository)
    assert job.run(pull_request(base), locked="true") == 3  # it has no lock
    assert "the verdicts of this suite are not locked" in job.log
    checker(repository, "lock")
    locked = commit(repository)
    assert Job(repository).run(pull_request(locked), locked="true") == 0
    change(repository, BETTER)
    commit(repository)
    assert Job(repository).run(pull_request(locked), locked="false") == 0
    job = Job(repository)
    assert job.run(pull_request(locked), locked="true") == 1  # the lock differs, though nothing is worse
    assert [each[1] for each in job.annotations if each[0] == "error"] == ["title=checker check"]


@pytest.mark.parametrize(("changes", "read"), [(BROKEN, True), (UNREAD, False)], ids=["broken", "unread"])
def test_bad_input_fails_and_is_told(repository: Path, changes: dict[str, str], read: bool) -> None:
    base = git(repository, "rev-parse", "HEAD")
    change(repository, changes, read=read)
    (repository / "checker.sarif").write_text("{}", encoding="utf-8")  # somebody's, not to be handed on
    commit(repository)
    job = Job(repository)
    assert job.run(pull_request(base), sarif_file="checker.sarif") == 3
    assert f"{SUITE}/terms.yaml:" in job.log
    assert job.outputs["sarif"] == ""
    comment = job.outputs["comment"]
    assert comment.startswith("<!-- checker diff -->\n") and comment + "\n" == job.summary
    if changes is BROKEN:
        assert f"    {SUITE}/terms.yaml:" in comment and "no comparison (exit code 3)" in comment
    else:
        assert "must be read again" in comment or "read again" in comment


def test_a_repository_without_suites_is_not_green(repository: Path) -> None:
    base = git(repository, "rev-parse", "HEAD")
    shutil.rmtree(repository / SUITE)
    (repository / "policies").mkdir(exist_ok=True)
    job = Job(repository)
    assert job.run(pull_request(base)) == 4
    assert "no suite" in job.outputs["comment"]


# --- what is compared with


def event(kind: str, base: str) -> dict[str, Any]:
    return {
        "pull request": pull_request(base), "merge group": {"merge_group": {"base_sha": base}},
        "push": {"before": base}, "new branch": {"before": "0" * 40}, "by hand": {},
    }[kind]  # fmt: skip


@pytest.mark.parametrize("kind", ["pull request", "merge group", "push", "new branch", "by hand"])
def test_each_event_has_its_base(repository: Path, kind: str) -> None:
    """Two commits: the first makes something worse, the second something better."""
    base = git(repository, "rev-parse", "HEAD")
    change(repository, WORSE)
    commit(repository)
    change(repository, BETTER)
    commit(repository)
    job = Job(repository)
    from_the_base = kind in ("pull request", "merge group", "push")
    assert job.run(event(kind, base)) == (1 if from_the_base else 0)
    assert ("rights.deletion" in job.outputs["comment"]) is from_the_base
    assert "rights.requests" in job.outputs["comment"]


def test_a_base_that_is_written_wins(repository: Path) -> None:
    base = git(repository, "rev-parse", "HEAD")
    git(repository, "tag", "reviewed")
    change(repository, WORSE)
    worse = commit(repository)
    assert Job(repository).run(pull_request(worse)) == 0
    assert Job(repository).run(pull_request(worse), base="reviewed") == 1
    assert Job(repository).run(pull_request(base), base="HEAD") == 0


def test_what_others_merged_meanwhile_is_not_held_against_a_branch(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "topic")
    (repository / "README.md").write_text("unrelated\n", encoding="utf-8")
    commit(repository)
    git(repository, "checkout", "--quiet", "main")
    change(repository, BETTER)
    main = commit(repository)
    git(repository, "checkout", "--quiet", "topic")
    job = Job(repository)
    assert job.run(pull_request(main)) == 0
    assert "rights.requests" not in job.outputs["comment"]


def test_the_first_commit_has_nothing_to_compare_with(repository: Path) -> None:
    job = Job(repository)
    assert job.run(event("new branch", "")) == 0
    assert "This is the first commit" in job.outputs["comment"] and "first commit" in job.log
    assert job.sarif["runs"][0]["results"]


@pytest.mark.parametrize("kind", ["pull request", "push", "new branch"])
def test_a_shallow_clone_is_told_what_to_fetch(repository: Path, kind: str) -> None:
    base = git(repository, "rev-parse", "HEAD")
    commit(repository)
    shallow = repository.parent / "shallow"
    git(repository.parent, "clone", "--quiet", "--depth=1", repository.as_uri(), str(shallow))
    job = Job(shallow)
    assert job.run(event(kind, base)) == 2
    assert "fetch-depth: 0" in job.log and "fetch-depth: 0" in job.outputs["comment"]
    assert job.sarif["runs"][0]["results"]  # what stands can be assessed


# --- what others write


HOSTILE = "`touch pwned` $(touch pwned) \"; touch pwned; ' ; touch pwned\n::set-output name=sarif::evil\n::add-mask::e\nEOF\n##[add-mask]e"


def untouched(job: Job, repository: Path) -> None:
    assert not list(repository.parent.rglob("pwned"))
    assert {name for name, *_ in job.annotations} <= set(_ANNOTATIONS), job.annotations
    assert job.outputs.keys() == ACTION["outputs"].keys() and job.outputs["sarif"] != "evil"


@pytest.mark.parametrize(
    "name",
    [
        "paths",
        "base",
        "fail_on",
        "check_fail_on",
        "baseline",
        "as_of",
        "lang",
        "locked",
        "annotations",
        "sarif_file",
    ],
)
def test_an_input_is_never_run(repository: Path, name: str) -> None:
    job = Job(repository)
    inputs = {"base": "HEAD"} | {name: HOSTILE}
    good = name in ("locked", "annotations", "sarif_file")  # which refuse no text
    assert (job.run(**inputs) == 0) is good
    untouched(job, repository)
    if name == "sarif_file":
        assert job.outputs["sarif"] == HOSTILE and (repository / HOSTILE).is_file()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("base", "there is no revision '--output=json=pwned'"),
        ("paths", "--output=json=pwned: no such file or folder"),
        ("fail_on", "cannot fail on --output=json=pwned"),
        ("baseline", "--output=json=pwned"),
        ("as_of", "'--output=json=pwned' is not a date"),
        ("lang", "'--output=json=pwned' is unknown"),
    ],
)
def test_an_input_is_never_taken_for_a_flag(repository: Path, name: str, told: str) -> None:
    job = Job(repository)
    assert job.run(**({"base": "HEAD"} | {name: "--output=json=pwned"})) > 1
    assert told in job.log
    untouched(job, repository)


def test_a_branch_may_be_called_anything(repository: Path) -> None:
    name = "$(touch${IFS}pwned)`touch${IFS}pwned`;touch${IFS}pwned"
    git(repository, "branch", name)
    change(repository, WORSE)
    commit(repository, HOSTILE)
    job = Job(repository)
    assert job.run(pull_request("unused"), base=name) == 1
    assert "rights.deletion" in job.outputs["comment"]
    untouched(job, repository)


def test_a_clause_may_say_anything(repository: Path) -> None:
    base = git(repository, "rev-parse", "HEAD")
    said = (
        f"您有权查阅、更正、删除您的个人信息。{HOSTILE}\n</details><script>alert(1)</script>\ncomment<<EOF\n"
    )
    change(
        repository,
        {
            "您有权查阅、更正、删除您的个人信息。": said,
            "rights: [access, correction, deletion], stance": "rights: [access], stance",
        },
    )
    commit(repository)
    job = Job(repository)
    assert job.run(pull_request(base)) == 1
    untouched(job, repository)
    assert "touch pwned" in job.outputs["comment"] and "<script>" not in job.outputs["comment"]
    assert job.outputs["comment"] + "\n" == Path(job.outputs["comment-file"]).read_text(encoding="utf-8")


def test_an_error_may_quote_anything(repository: Path) -> None:
    base = git(repository, "rev-parse", "HEAD")
    encoding = repository / SUITE / "terms.yaml"
    text = encoding.read_text(encoding="utf-8")
    quote = json.dumps(HOSTILE.replace("\n", " "))
    encoding.write_text(
        text.replace("quote: 您有权查阅、更正、删除您的个人信息", f"quote: {quote}"), encoding="utf-8"
    )
    commit(repository)
    job = Job(repository)
    assert job.run(pull_request(base)) == 3
    untouched(job, repository)
    told = job.outputs["comment"].split("\n")[4:]
    assert told and all(line.startswith("    ") for line in told)  # code, whatever it says


def test_what_ends_a_text_cannot_be_guessed(repository: Path) -> None:
    """No text can hold the line that ends it, since nobody knows that line before."""
    seen: list[str] = []
    for _ in range(2):
        job = Job(repository)
        assert job.run(base="HEAD") == 0
        seen += re.findall(r"^(?:comment|sarif)<<(.*)$", job.written, re.MULTILINE)
        stopped = re.findall(r"^::stop-commands::(.*)$", job.log, re.MULTILINE)
        assert len(stopped) == 2 and set(stopped) == set(seen[-2:])
    assert len(set(seen)) == 4 and all(re.fullmatch("[0-9a-f]{32}", token) for token in seen)


# --- the steps around


def test_the_action_installs_the_package(published: Path, repository: Path) -> None:
    base = git(repository, "rev-parse", "HEAD")
    (repository / "checker").mkdir()  # a folder of that name is not what is run
    (repository / "checker" / "__init__.py").write_text(
        "raise SystemExit('not this one')\n", encoding="utf-8"
    )
    job = Job(repository)
    shutil.rmtree(job.temp / "agreement-checker")
    code = job.run(pull_request(base), install=True, action=published)
    if code and unreachable(job.log):
        pytest.skip("pip cannot reach its package registry")
    assert code == 0, job.log
    made = job.temp / "agreement-checker"
    assert next(made.glob("lib/python3*/site-packages/checker/schemas/agreement.schema.json")).is_file()
    assert job.sarif["runs"][0]["results"]


@pytest.mark.parametrize("ours", ["", "17\n", "17\n23\n"], ids=["none", "one", "two"])
def test_a_pull_request_has_one_comment(tmp_path: Path, ours: str) -> None:
    """The script of the workflow, with a `gh` that writes down what it is asked."""
    (step,) = (step for step in WORKFLOW["jobs"]["agreements"]["steps"] if "run" in step)
    answer = 'case "$*" in *--jq*) printf "%s" "$OURS";; esac'
    program(tmp_path / "gh", f'printf "%s\\n" "$*" >> asked\n{answer}')
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=tmp_path, capture_output=True, encoding="utf-8",
        env=environment(
            PATH=f"{tmp_path}:{os.environ['PATH']}", GITHUB_REPOSITORY="team/terms", NUMBER="5", FILE="a file.md", OURS=ours,
        ),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    _, written = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    where = "PATCH repos/team/terms/issues/comments/17" if ours else "POST repos/team/terms/issues/5/comments"
    assert written == f"api --method {where} --field body=@a file.md --silent"


# --- GitLab -------------------------------------------------------------------------------------------------


def gitlab(name: str, repository: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the script of a job, with `checker` as if it were installed."""
    job = GITLAB[".agreements"] | GITLAB[name]
    lines = job["script"] if isinstance(job["script"], list) else [job["script"]]
    checker_in(repository.parent / "bin")
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", "\n".join(lines)],
        cwd=repository, capture_output=True, encoding="utf-8",
        env=environment(PATH=f"{repository.parent / 'bin'}:{os.environ['PATH']}", **variables),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code"), [(WORSE, 1), (BETTER, 0), ({}, 0)], ids=["worse", "better", "nothing"]
)
def test_gitlab_tells_what_a_merge_request_does(repository: Path, changes: dict[str, str], code: int) -> None:
    base = git(repository, "rev-parse", "HEAD")
    change(repository, changes)
    commit(repository)
    done = gitlab("agreements:diff", repository, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert done.returncode == code, done.stderr
    (told,) = (
        (repository / name).read_text(encoding="utf-8")
        for name in GITLAB["agreements:diff"]["artifacts"]["paths"]
    )
    assert ("rights.deletion" in told) is ("rights.deletion" in done.stdout) is (changes is WORSE)
    done = gitlab("agreements:check", repository)
    assert done.returncode == 0, done.stderr
    made = GITLAB["agreements:check"]["artifacts"]["reports"]
    cases = xml.parse(repository / made["junit"]).iter("testcase")
    failed = {str(case.get("name")).split()[0] for case in cases if case.find("failure") is not None}
    entries = json.loads((repository / made["codequality"]).read_text(encoding="utf-8"))
    assert ("rights.deletion" in failed) is (changes is WORSE)
    assert ("rights.deletion" in {entry["check_name"] for entry in entries}) is (changes is WORSE)
    assert {entry["location"]["path"].rpartition("/")[0] for entry in entries} == {SUITE}


def test_gitlab_swallows_nothing(repository: Path) -> None:
    base = git(repository, "rev-parse", "HEAD")
    done = gitlab("agreements:diff", repository)
    assert done.returncode and "this job is for merge requests" in done.stderr
    change(repository, BROKEN)
    commit(repository)
    for name in ("agreements:diff", "agreements:check"):
        done = gitlab(name, repository, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
        assert done.returncode == 3 and f"{SUITE}/terms.yaml:" in done.stderr
    change(repository, undone(BROKEN))
    change(repository, UNREAD, read=False)
    commit(repository)
    done = gitlab("agreements:diff", repository, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert done.returncode == 3 and (repository / "agreements-diff.md").is_file()
    shallow = repository.parent / "shallow"
    git(repository.parent, "clone", "--quiet", "--depth=1", repository.as_uri(), str(shallow))
    done = gitlab("agreements:diff", shallow, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert done.returncode == 2 and "GIT_DEPTH: 0" in done.stderr
    assert GITLAB[".agreements"]["variables"]["GIT_DEPTH"] == "0"
    for job in GITLAB.values():
        assert "allow_failure" not in job and "||" not in str(job.get("script"))


def test_gitlab_compares_a_merged_result_with_its_target(repository: Path) -> None:
    """The target branch moved on: what it brought is no doing of the merge request."""
    base = git(repository, "rev-parse", "HEAD")
    git(repository, "checkout", "--quiet", "-b", "topic")
    (repository / "README.md").write_text("unrelated\n", encoding="utf-8")
    commit(repository)
    git(repository, "checkout", "--quiet", "main")
    change(repository, WORSE)
    target = commit(repository)
    git(repository, "merge", "--quiet", "--no-edit", "topic")
    both = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base, "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": target}
    assert gitlab("agreements:diff", repository, **both).returncode == 0
    both["CI_MERGE_REQUEST_TARGET_BRANCH_SHA"] = ""  # a pipeline without merged results checks out the branch
    git(repository, "checkout", "--quiet", "topic")
    assert gitlab("agreements:diff", repository, **both).returncode == 0


class _Notes(http.server.BaseHTTPRequestHandler):
    """GitLab's address for notes: takes what is posted."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.posted.append(
            (self.path, self.headers["PRIVATE-TOKEN"], urllib.parse.parse_qs(body)["body"])
        )  # type: ignore[attr-defined]
        self.send_response(201 if self.headers["PRIVATE-TOKEN"] == "good" else 401)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *values: object) -> None:
        """Nothing: the test looks at what was posted."""


@contextmanager
def serving(handler: Any) -> Iterator[Any]:
    """A server on this machine, for as long as it is needed."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def notes() -> Iterator[Any]:
    with serving(_Notes) as server:
        server.posted = []
        yield server


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_gitlab_posts_the_note_as_it_is(tmp_path: Path, notes: Any) -> None:
    where = {
        "CI_API_V4_URL": f"http://127.0.0.1:{notes.server_port}/api/v4", "CI_MERGE_REQUEST_PROJECT_ID": "3",
        "CI_MERGE_REQUEST_IID": "5", "no_proxy": "127.0.0.1",
    }  # fmt: skip
    repository = tmp_path / "repository"
    repository.mkdir()
    done = gitlab("agreements:note", repository, AGREEMENTS_TOKEN="good", **where)
    assert done.returncode, "there is no text to post"
    said = f"# 合规 & 100% + = @x\n{HOSTILE}\n"
    (repository / "agreements-diff.md").write_text(said, encoding="utf-8")
    done = gitlab("agreements:note", repository, AGREEMENTS_TOKEN="good", **where)
    assert done.returncode == 0, done.stderr
    assert notes.posted == [("/api/v4/projects/3/merge_requests/5/notes", "good", [said])]
    done = gitlab("agreements:note", repository, AGREEMENTS_TOKEN="bad", **where)
    assert done.returncode and "401" in done.stderr
    rule = GITLAB["agreements:note"]["rules"][0]
    assert "$AGREEMENTS_TOKEN" in rule["if"] and rule["when"] == "always"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *values: object) -> None:
        """Nothing."""


def test_gitlab_installs_from_a_repository(published: Path, tmp_path: Path) -> None:
    """The line of the template, with a repository behind http for the placeholder; pip is told where to put it."""
    (line,) = GITLAB[".agreements"]["before_script"]
    package = GITLAB[".agreements"]["variables"]["CHECKER_PACKAGE"]
    program(tmp_path / "bin" / "python", f'exec "{sys.executable}" "$@" --no-deps --target site')
    git(published, "update-server-info")
    with serving(functools.partial(_Quiet, directory=str(published))) as server:
        address = f"http://127.0.0.1:{server.server_port}/.git@v1"
        ours = package.replace("https://github.com/OWNER/REPOSITORY@VERSION", address)
        assert address in ours
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", line], cwd=tmp_path, capture_output=True, encoding="utf-8",
            env=environment(
                PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}", CHECKER_PACKAGE=ours, no_proxy="127.0.0.1",
            ),
        )  # fmt: skip
    skip_without_registry(done)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "checker" / "schemas" / "agreement.schema.json").is_file()


# --- pre-commit ---------------------------------------------------------------------------------------------


class Hooked:
    """A team's repository with the hooks in it."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self.home = folder, home

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        git(self.folder, "add", "--all")
        command = [
            sys.executable,
            "-m",
            "pre_commit",
            "run",
            "--color=never",
            *(arguments or ("--all-files",)),
        ]
        more = {"PRE_COMMIT_HOME": str(self.home), "XDG_CACHE_HOME": str(self.home / "cache")}
        return subprocess.run(
            command, cwd=self.folder, env=environment(**more), capture_output=True, encoding="utf-8"
        )


def outcomes(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """What became of each hook."""
    found = re.findall(
        r"^(checker [\w -]*?)\.+(?:\(no files to check\))?(Passed|Failed|Skipped)$", done.stdout, re.MULTILINE
    )
    assert found, done.stdout + done.stderr
    return dict(found)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """pre-commit's folder, with one environment for all hooks."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def hooked(home: Path, published: Path, tmp_path: Path) -> Hooked:
    """policies/xiaoyi with its lock, and the configuration of the page, which every hook passes."""
    folder = tmp_path / "team"
    shutil.copytree(ROOT / "policies/xiaoyi", folder / "policies/xiaoyi")
    (config,) = blocks("pre-commit.md")
    assert "https://github.com/OWNER/REPOSITORY" in config and "rev: VERSION" in config
    config = config.replace("https://github.com/OWNER/REPOSITORY", str(published)).replace(
        "rev: VERSION", "rev: v1"
    )
    (folder / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    (folder / "README.md").write_text("The terms of Xiaoyi\n", encoding="utf-8")
    checker(folder, "lock")
    commit(folder)
    hooked = Hooked(folder, home)
    done = hooked.run()
    skip_without_registry(done)
    assert done.returncode == 0, done.stdout + done.stderr
    assert outcomes(done) == dict.fromkeys((hook["name"] for hook in HOOKS), "Passed")
    return hooked


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_hooks_fail_on_a_quote_that_is_not_there(hooked: Hooked) -> None:
    edit(
        hooked.folder / "policies/xiaoyi/terms-of-service.yaml",
        "quote: 本平台有权在必要时",
        "quote: 本平台无权在必要时",
    )
    done = hooked.run()
    assert set(outcomes(done).values()) == {"Failed"}
    assert done.stdout.count("- exit code: 3") == len(HOOKS)
    assert "policies/xiaoyi/terms-of-service.yaml:" in done.stdout and "5.1" in done.stdout


def test_the_hooks_fail_on_a_change_without_its_lock(hooked: Hooked) -> None:
    """Read otherwise, clause 5.1 violates nothing any more: better, and still not as it was accepted."""
    edit(
        hooked.folder / "policies/xiaoyi/terms-of-service.yaml",
        "notice: publication, means: [website], timing: with_effect", "notice: individual, means: [website], timing: in_advance",
    )  # fmt: skip
    done = hooked.run()
    assert outcomes(done) == {
        "checker validate": "Passed", "checker check": "Passed", "checker lock --check": "Failed",
    }  # fmt: skip
    assert "- exit code: 1" in done.stdout and "fair-terms.amendment" in done.stdout
    assert "checker: 1 lock differs; if that is meant, run `checker lock`" in done.stdout
    (shown,) = re.findall(
        r"^```text\n(.*?)^```$", (PAGES / "pre-commit.md").read_text(encoding="utf-8"), re.M | re.S
    )
    for line in filter(None, shown.replace("…\n", "").split("\n")):
        assert line in done.stdout.splitlines()
    checker(hooked.folder, "lock")
    assert set(outcomes(hooked.run()).values()) == {"Passed"}


def test_the_hooks_run_for_agreements_alone(hooked: Hooked) -> None:
    assert set(outcomes(hooked.run("--files", "README.md")).values()) == {"Skipped"}
    encoding = "policies/xiaoyi/terms-of-service.yaml"
    assert set(outcomes(hooked.run("--files", encoding)).values()) == {"Passed"}
