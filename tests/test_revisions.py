"""`checker diff` on git: revisions, folders, the files as they stand. Scratch repositories, never this one."""

import gc
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

from checker import revisions
from checker.cli import main
from tests.cases import ROOT

SMALL, BASELINE = ROOT / "fixtures/small/cloud-notes", ROOT / "fixtures/small/baseline.yaml"
SCHEMA = json.loads((ROOT / "checker/schemas/diff.schema.json").read_text(encoding="utf-8"))
LIABILITY = ("saves: []", "saves: [intent_or_gross_negligence]")
DELETION = ("rights: [access, correction, deletion], stance", "rights: [access], stance")
TEXT = ("由您自行承担", "概由您自行承担")
DEADLINE = ("deadline: {value: 15, unit: working_day}\n        ", "")


class Ended(NamedTuple):
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        data = json.loads(self.out)
        jsonschema.Draft202012Validator(SCHEMA).validate(data)
        return data

    @property
    def verdicts(self) -> dict[str, str]:
        """`{requirement: direction}` of all suites."""
        return {v["requirement"]: v["direction"] for s in self.data["suites"] for v in s["verdicts"]}


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Git without anybody's settings; a temporary folder of our own; no collector turned off by the command line."""
    for key in [key for key in os.environ if key.startswith("GIT_")]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Li Wei")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "li.wei@example.com")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    yield
    gc.enable()
    assert list(scratch.iterdir()) == [], "nothing is left behind"


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode().strip()


def put(folder: Path, *changes: tuple[str, str], name: str = "", agreement: str = "terms") -> None:
    """The small suite in a folder, with other words in its files; the hash is mended. Each change must be one."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {path.name: path.read_text(encoding="utf-8") for path in SMALL.iterdir()}
    for was, now in (*changes, ("suite: cloud-notes", f"suite: {name or folder.name}")):
        assert any(was in text for text in files.values()), was
        files = {file: text.replace(was, now) for file, text in files.items()}
    was_hash = hashlib.sha256((SMALL / "terms.md").read_bytes()).hexdigest()
    now_hash = hashlib.sha256(files["terms.md"].encode()).hexdigest()
    files["terms.yaml"] = files["terms.yaml"].replace(was_hash, now_hash)
    if agreement != "terms":
        files[f"{agreement}.yaml"] = files.pop("terms.yaml").replace(
            "agreement: terms", f"agreement: {agreement}"
        )
        files["suite.yaml"] = (
            files["suite.yaml"]
            .replace("[terms]", f"[{agreement}]")
            .replace("agreement: terms", f"agreement: {agreement}")
        )
        (folder / "terms.yaml").unlink(missing_ok=True)
    for file, text in files.items():
        (folder / file).write_bytes(text.encode())


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository on `main` with the small suite; the working directory."""
    folder = tmp_path / "repo"
    put(folder / "policies/cloud-notes")
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    monkeypatch.chdir(folder)
    return folder


def commit(folder: Path) -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "change")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str, form: str = "json", baseline: str = str(BASELINE)) -> Ended:
        code = main(["diff", "--baseline", baseline, "--as-of", "2026-11-22", "--format", form, *arguments])
        return Ended(code, *capsys.readouterr())

    return run


# --- which sides -----------------------------------------------------------------------------------------------


def test_nothing_has_changed(repo: Path, run: Any) -> None:
    for sides in (("HEAD",), ("HEAD", "HEAD"), ("main", "policies"), ("policies",), ("./policies", "HEAD")):
        ended = run(*sides)
        assert (ended.code, ended.data["suites"]) == (0, []), ended.err
        assert "Nothing that bears on the assessment has changed." in run(*sides, form="text").out


@pytest.mark.parametrize(
    "old", ["HEAD~1", "old-branch", "v1", "v1-annotated", "id", "short", "@~1", "refs/heads/old-branch"]
)
def test_a_revision_is_written_as_git_takes_it(repo: Path, run: Any, old: str) -> None:
    id = git(repo, "rev-parse", "HEAD")
    git(repo, "branch", "old-branch")
    git(repo, "tag", "v1")
    git(repo, "tag", "-a", "v1-annotated", "-m", "one")
    put(repo / "policies/cloud-notes", DELETION)
    commit(repo)
    ended = run({"id": id, "short": id[:8]}.get(old, old))
    assert (ended.code, ended.verdicts) == (1, {"rights.deletion": "worse"}), ended.err
    back = run("HEAD", {"id": id, "short": id[:8]}.get(old, old))
    assert (back.code, back.verdicts) == (0, {"rights.deletion": "better"})


def test_the_names_of_the_sides_and_of_the_files(repo: Path, run: Any) -> None:
    put(repo / "policies/cloud-notes", TEXT)
    ended = run("main")
    assert (ended.data["was"], ended.data["now"]) == ("main", "")
    [clause] = ended.data["suites"][0]["agreements"][0]["clauses"]
    assert clause["was"]["file"] == "main:policies/cloud-notes/terms.md"
    assert clause["now"]["file"] == "policies/cloud-notes/terms.md"


@pytest.mark.parametrize("staged", ["unstaged", "staged", "both"])
def test_the_working_tree_as_it_stands(repo: Path, run: Any, staged: str) -> None:
    put(repo / "policies/cloud-notes", LIABILITY if staged == "both" else DELETION)
    if staged != "unstaged":
        git(repo, "add", "-A")
    if staged == "both":
        put(repo / "policies/cloud-notes", DELETION)
    assert run("HEAD").verdicts == {"rights.deletion": "worse"}


def test_untracked_and_ignored_files_are_seen(repo: Path, run: Any) -> None:
    put(repo / "policies/other")
    (repo / ".gitignore").write_text("policies/third\n")
    put(repo / "policies/third", ("云记事", "第三"))
    ended = run("HEAD")
    assert [(s["was"], s["now"]) for s in ended.data["suites"]] == [(None, "other"), (None, "third")]
    assert ended.code == 1


def test_folder_against_folder_and_outside_of_any_repository(
    tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "a/cloud-notes")
    put(tmp_path / "b/cloud-notes", DELETION)
    monkeypatch.chdir(tmp_path)
    assert run("a", "b").verdicts == {"rights.deletion": "worse"}
    assert run("a/cloud-notes", "b/cloud-notes").verdicts == {"rights.deletion": "worse"}
    assert run("a", "--path", "b").verdicts == {"rights.deletion": "worse"}
    monkeypatch.setenv("PATH", "")
    assert run("a", "b").verdicts == {"rights.deletion": "worse"}


def test_from_a_subfolder(repo: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    put(repo / "policies/cloud-notes", DELETION)
    monkeypatch.chdir(repo / "policies")
    for path in (".", "cloud-notes", "../policies/cloud-notes"):
        assert run("HEAD", "--path", path).verdicts == {"rights.deletion": "worse"}
    monkeypatch.chdir(repo / "policies/cloud-notes")
    assert run("HEAD", "--path", ".").verdicts == {"rights.deletion": "worse"}
    assert run("HEAD", "--path", "terms.yaml").verdicts == {"rights.deletion": "worse"}


def test_paths_are_set_for_the_project(repo: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (repo / "checker.toml").write_text('paths = ["policies"]\ndiff = {fail_on = "never"}\n')
    put(repo / "policies/cloud-notes", DELETION)
    monkeypatch.chdir(repo / "policies")
    ended = run("HEAD")
    assert (ended.code, ended.verdicts) == (0, {"rights.deletion": "worse"})


def test_a_suite_that_is_a_whole_repository(
    tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cloud-notes"
    put(folder)
    git(folder, "init", "-q")
    commit(folder)
    put(folder, DELETION)
    monkeypatch.chdir(folder)
    ended = run("HEAD", "--path", ".")
    assert ended.verdicts == {"rights.deletion": "worse"}, ended.err


def test_what_is_a_folder_and_a_revision_is_refused(repo: Path, run: Any) -> None:
    git(repo, "branch", "policies")
    ended = run("policies")
    assert ended == (
        2, "", "checker: policies is a folder and a revision; write ./policies for the folder, or refs/heads/policies\n"
    )  # fmt: skip
    assert run("HEAD", "policies").code == 2
    assert run("./policies").code == run("refs/heads/policies").code == 0


@pytest.mark.parametrize(
    "old",
    ["nothing", "HEAD~9", "main..HEAD", "HEAD:policies", "--all", "-", "", "main\n", "HEAD@{nonsense}", "甲"],
)
def test_a_revision_that_is_not_there(repo: Path, run: Any, old: str) -> None:
    ended = run("--", old) if old.startswith("-") else run(old)
    assert (ended.code, ended.out) == (2, "")
    assert "there is no revision" in ended.err and "name a branch, tag or commit" in ended.err
    assert "git fetch" in ended.err
    assert len(ended.err.splitlines()) == 1


def test_no_repository_and_no_git(
    tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch, repo: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ended = run("main")
    assert (ended.code, ended.err) == (
        2, "checker: git is not installed; install it, or name folders instead of revisions\n"
    )  # fmt: skip
    monkeypatch.undo()
    put(tmp_path / "bare/cloud-notes")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path / "bare")
    ended = run("main")
    assert ended.code == 2
    assert "belongs to no git repository; name folders instead of revisions" in ended.err


def test_a_repository_of_somebody_else_says_what_to_do(
    repo: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    ended = run("HEAD")
    assert ended.code == 2
    assert "safe.directory" in ended.err


# --- clones, merges --------------------------------------------------------------------------------------------


def test_a_shallow_clone_says_how_to_fetch(
    repo: Path, tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(repo / "policies/cloud-notes", DELETION)
    commit(repo)
    git(tmp_path, "clone", "-q", "--depth", "1", repo.as_uri(), "shallow")
    monkeypatch.chdir(tmp_path / "shallow")
    assert run("HEAD").code == 0
    ended = run("HEAD~1")
    assert (ended.code, ended.out) == (2, "")
    for told in ("HEAD~1", "shallow", "git fetch --unshallow", "fetch-depth: 0", "GIT_DEPTH: 0"):
        assert told in ended.err
    git(tmp_path / "shallow", "fetch", "-q", "--unshallow")
    assert run("HEAD~1").verdicts == {"rights.deletion": "worse"}


def test_a_clone_without_blobs(repo: Path, tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What git does not have is fetched by git; where that fails, no suite counts as absent."""
    put(repo / "policies/cloud-notes", DELETION)
    commit(repo)
    git(repo, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", repo.as_uri(), "partial")
    monkeypatch.chdir(tmp_path / "partial")
    git(tmp_path / "partial", "config", "remote.origin.url", "file:///nowhere")
    ended = run("HEAD~1")
    assert (ended.code, ended.out) == (2, "")
    assert "git cat-file failed" in ended.err
    git(tmp_path / "partial", "config", "remote.origin.url", repo.as_uri())
    assert run("HEAD~1").verdicts == {"rights.deletion": "worse"}


def branched(repo: Path) -> None:
    """`main` goes on (a violation is mended) after `work` has parted (deletion is dropped)."""
    git(repo, "switch", "-q", "-c", "work")
    put(repo / "policies/cloud-notes", DELETION)
    commit(repo)
    git(repo, "switch", "-q", "main")
    put(repo / "policies/cloud-notes", LIABILITY)
    commit(repo)
    git(repo, "switch", "-q", "work")


def test_from_the_merge_base_only_what_the_branch_brings_is_told(repo: Path, run: Any) -> None:
    branched(repo)
    assert run("main").verdicts == {"rights.deletion": "worse", "terms.liability": "worse"}
    for sides in (("main",), ("main", "work"), ("main", "HEAD")):
        ended = run(*sides, "--merge-base")
        assert ended.verdicts == {"rights.deletion": "worse"}
        assert ended.data["was"] == git(repo, "merge-base", "main", "work")[:12]
    back = run("work", "main", "--merge-base")
    assert (back.code, back.verdicts) == (0, {"terms.liability": "better"})


def test_a_merge_commit_is_a_revision_as_any(repo: Path, run: Any) -> None:
    branched(repo)
    git(repo, "merge", "-q", "--no-ff", "-m", "merge", "main")
    assert run("HEAD^1").verdicts == {"terms.liability": "better"}
    assert run("HEAD^2").verdicts == {"rights.deletion": "worse"}
    assert run("main", "--merge-base").verdicts == {"rights.deletion": "worse"}


def test_a_merge_base_that_is_not_there(repo: Path, run: Any) -> None:
    git(repo, "switch", "-q", "--orphan", "apart")
    put(repo / "policies/cloud-notes", DELETION)
    commit(repo)
    ended = run("main", "--merge-base")
    assert ended.code == 2
    assert "have no common commit" in ended.err
    ended = run("policies", "--merge-base")
    assert ended == (2, "", "checker: --merge-base is for revisions; folders have no common commit\n")


# --- what the sides hold ---------------------------------------------------------------------------------------


def test_unrelated_edits(repo: Path, run: Any) -> None:
    (repo / "README.md").write_text("hello\n")
    (repo / "policies/README.md").write_text("hello\n")
    (repo / "policies/cloud-notes/notes.txt").write_text("hello\n")
    commit(repo)
    ended = run("HEAD~1")
    assert (ended.code, ended.data["suites"]) == (0, [])


def test_an_old_side_without_policies(repo: Path, run: Any) -> None:
    git(repo, "rm", "-q", "-r", "policies")
    commit(repo)
    git(repo, "checkout", "-q", "HEAD~1", "--", "policies")
    ended = run("HEAD")
    assert ended.code == 1
    assert [(s["was"], s["now"]) for s in ended.data["suites"]] == [(None, "cloud-notes")]


@pytest.mark.parametrize("new", [(), ("empty",)])
def test_a_new_side_without_suites(repo: Path, run: Any, new: tuple[str, ...]) -> None:
    git(repo, "rm", "-q", "-r", "policies")
    git(repo, "commit", "-q", "-m", "empty")
    git(repo, "branch", "empty")
    ended = run("HEAD~1", *new)
    assert (ended.code, ended.out) == (4, "")
    assert f"no suite in {'empty:' if new else ''}policies; name a folder with suite.yaml" in ended.err


def test_bad_input_names_revision_and_file_on_either_side(repo: Path, run: Any) -> None:
    put(repo / "policies/cloud-notes", ("stance: granted", "stance: granted, colour: blue"))
    commit(repo)
    put(repo / "policies/cloud-notes", ("kind: acceptance", "kind: nonsense"))
    ended = run("main")
    assert (ended.code, ended.out) == (3, "")
    assert "main:policies/cloud-notes/terms.yaml:" in ended.err
    assert "\npolicies/cloud-notes/terms.yaml:" in ended.err
    assert "colour" in ended.err and "nonsense" in ended.err
    assert ended.err.endswith("nothing was assessed\n")


def test_a_change_that_mends_what_could_not_be_read_is_told_by_the_lock(
    repo: Path, run: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else no change could ever mend a broken main, or bring a `checker` that reads encodings more strictly."""
    folder = repo / "policies/cloud-notes"
    assert main(["lock", "--baseline", str(BASELINE), "--as-of", "2026-11-22"]) == 0
    capsys.readouterr()
    put(folder, ("stance: granted", "stance: granted, colour: blue"))
    commit(repo)
    put(folder)
    mended = run("HEAD")
    assert (mended.code, mended.verdicts) == (0, {})
    assert "HEAD:policies/cloud-notes/terms.yaml:" in mended.err and "colour" in mended.err
    assert "checker: HEAD cannot be read in part; what changed there is told by its locks\n" in mended.err
    put(folder, DELETION)
    worse = run("HEAD")
    assert (worse.code, worse.verdicts) == (1, {"rights.deletion": "worse"})
    [suite] = worse.data["suites"]
    assert (suite["was"], suite["now"], suite["by_lock"]) == (None, "cloud-notes", True)
    for form in ("text", "markdown"):
        told = run("HEAD", form=form).out
        assert "as it was before it cannot be read; compared with its lock alone" in told
        assert "met → missing" in told
    (folder / "verdicts.lock.yaml").unlink()
    git(repo, "rm", "-q", "--cached", "policies/cloud-notes/verdicts.lock.yaml")
    git(repo, "commit", "-q", "--amend", "-m", "without a lock")
    assert run("HEAD").code == 3


def test_the_source_of_before_need_not_have_had_its_hash(repo: Path, run: Any) -> None:
    path = repo / "policies/cloud-notes/terms.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n此外概不负责。\n", encoding="utf-8")
    commit(repo)
    path.write_text(text, encoding="utf-8")
    assert run("HEAD").code == 0


def test_a_text_that_changed_without_its_hash_is_reported_whole(repo: Path, run: Any) -> None:
    path = repo / "policies/cloud-notes/terms.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n此外概不负责。\n", encoding="utf-8")
    ended = run("main")
    assert ended.code == 3
    [clause] = ended.data["suites"][0]["agreements"][0]["clauses"]
    assert (clause["change"], clause["unread"]) == ("reworded", True)
    assert "policies/cloud-notes/terms.yaml:" in ended.err
    assert "this is not the hash of terms.md as it stands" in ended.err


@pytest.mark.parametrize(
    "moved", ["policies/cloud-notes", "policies/notes", "legal/cloud-notes", "legal/eu/notes"]
)
@pytest.mark.parametrize("agreement", ["terms", "user-agreement"])
def test_renamed_and_moved_folders_and_files(repo: Path, run: Any, moved: str, agreement: str) -> None:
    git(repo, "rm", "-q", "-r", "policies")
    put(repo / moved, name=Path(moved).name, agreement=agreement)
    commit(repo)
    paths = ["--path", "policies", "--path", str(Path(moved).parent)]
    ended = run("HEAD~1", *paths) if Path(moved).parts[0] == "policies" else run("HEAD~1", "HEAD", *paths)
    assert (ended.code, ended.verdicts) == (0, {}), ended.err
    renamed = (Path(moved).name != "cloud-notes", agreement != "terms")
    told = [(s["was"] != s["now"], bool(s["agreements"])) for s in ended.data["suites"]]
    assert told == ([renamed] if any(renamed) else [])


def test_a_renamed_source_file(repo: Path, run: Any) -> None:
    folder = repo / "policies/cloud-notes"
    (folder / "terms.md").rename(folder / "用户 协议.md")
    path = folder / "terms.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("terms.md", "用户 协议.md"), encoding="utf-8")
    commit(repo)
    assert run("HEAD~1").data["suites"] == []
    path.write_text(path.read_text(encoding="utf-8").replace(*DELETION), encoding="utf-8")
    assert run("HEAD").verdicts == {"rights.deletion": "worse"}


def test_folders_with_spaces_quotes_and_chinese_names(repo: Path, run: Any) -> None:
    folder = repo / '法务 部门/"a"\t*[x]?'
    put(folder / "cloud-notes")
    commit(repo)
    put(folder / "cloud-notes", DELETION)
    ended = run("HEAD", "--path", '法务 部门/"a"\t*[x]?')
    assert ended.verdicts == {"rights.deletion": "worse"}, ended.err


def test_a_path_of_bytes_that_are_no_text(repo: Path, run: Any) -> None:
    folder = repo / os.fsdecode(b"\xff\xfe")
    put(folder / "cloud-notes")
    commit(repo)
    put(folder / "cloud-notes", TEXT)
    for form in ("json", "text", "markdown"):
        ended = run("HEAD", "--path", os.fsdecode(b"\xff\xfe"), form=form)
        ended.out.encode("utf-8")


def test_line_ends_are_no_change_of_clauses(repo: Path, run: Any) -> None:
    put(repo / "policies/cloud-notes", ("\n", "\r\n"))
    ended = run("HEAD")
    assert (ended.code, ended.data["suites"]) == (0, []), ended.err


def test_two_suites_of_one_name_are_refused(repo: Path, run: Any) -> None:
    put(repo / "elsewhere/cloud-notes", DELETION)
    ended = run("HEAD", "--path", "policies", "--path", "elsewhere")
    assert ended == (2, "", "checker: two suites are called cloud-notes; compare their folders one by one\n")


# --- links -----------------------------------------------------------------------------------------------------


def test_links_inside_the_commit_are_followed(repo: Path, run: Any) -> None:
    text = repo / "policies/cloud-notes/terms.md"
    (repo / "sources").mkdir()
    text.rename(repo / "sources/terms.md")
    text.symlink_to("../../sources/terms.md")
    put(repo / "legal/linked")
    (repo / "policies/linked").symlink_to("../legal/linked")
    (repo / "policies/loop").symlink_to(".")
    commit(repo)
    assert run("HEAD").data["suites"] == []
    put(repo / "legal/linked", DELETION)
    put(repo / "policies/cloud-notes", LIABILITY)
    ended = run("HEAD")
    assert [(s["was"], s["now"]) for s in ended.data["suites"]] == [
        ("cloud-notes", "cloud-notes"), ("linked", "linked"),
    ]  # fmt: skip
    assert ended.verdicts == {"rights.deletion": "worse", "terms.liability": "better"}


def test_a_link_to_a_suite_beside_it_is_that_suite(repo: Path, run: Any) -> None:
    (repo / "policies/alias").symlink_to("cloud-notes")
    commit(repo)
    put(repo / "policies/cloud-notes", DELETION)
    ended = run("HEAD")
    assert [(s["was"], s["now"]) for s in ended.data["suites"]] == [("cloud-notes", "cloud-notes")]


def test_links_out_of_the_commit_are_not_followed(repo: Path, tmp_path: Path, run: Any) -> None:
    outside = tmp_path / "outside"
    put(outside / "stolen")
    text = repo / "policies/cloud-notes/terms.md"
    (tmp_path / "secret.md").write_bytes(text.read_bytes())
    text.unlink()
    text.symlink_to(tmp_path / "secret.md")
    (repo / "policies/stolen").symlink_to(outside / "stolen")
    (repo / "policies/up").symlink_to("../../outside/stolen")
    (repo / "policies/nothing").symlink_to("nowhere")
    commit(repo)
    git(repo, "checkout", "-q", "HEAD~1", "--", "policies/cloud-notes")
    (repo / "policies/stolen").unlink()
    (repo / "policies/up").unlink()
    ended = run("HEAD")
    assert ended.code == 3
    assert "HEAD:policies/cloud-notes/terms.yaml" in ended.err and "there is no file terms.md" in ended.err
    assert "stolen" not in ended.err


def test_a_folder_link_through_another_cannot_lead_out_of_the_scratch_folder(
    repo: Path, tmp_path: Path
) -> None:
    (repo / "a/b/c/d").mkdir(parents=True)
    (repo / "a/b/c/d/file").write_text("x")
    put(repo / "a/harm")
    (repo / "deep").symlink_to("a/b/c/d")
    (repo / "policies/harm").symlink_to("../deep/../../../harm")
    (repo / "harm").symlink_to("deep/../../../harm")
    id = commit(repo)
    into = tmp_path / "x/y/z"
    revisions.repository(repo).export(id, ["."], into)
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["y"]
    assert [path.name for path in (tmp_path / "x/y").iterdir()] == ["z"]
    for path in into.rglob("*"):
        assert path.resolve().is_relative_to(into.resolve())


def test_names_in_a_tree_cannot_lead_out_of_the_scratch_folder(repo: Path, tmp_path: Path) -> None:
    blob = git(repo, "rev-parse", "HEAD:policies/cloud-notes/terms.md")

    def tree(entry: str) -> str:
        done = subprocess.run(
            ["git", "mktree"], cwd=repo, input=entry.encode(), capture_output=True, check=True
        )
        return done.stdout.decode().strip()

    inner = tree(f"100644 blob {blob}\tstolen.md\n")
    top = tree(f"040000 tree {inner}\t..\n")
    id = git(repo, "commit-tree", top, "-m", "harm")
    revisions.repository(repo).export(id, ["."], tmp_path / "x/into")
    assert not list(tmp_path.rglob("stolen.md"))


def test_a_clone_that_has_lost_a_file_says_so(repo: Path, run: Any) -> None:
    blob = git(repo, "rev-parse", "HEAD:policies/cloud-notes/suite.yaml")
    (repo / ".git/objects" / blob[:2] / blob[2:]).unlink()
    ended = run("HEAD")
    assert (ended.code, ended.out) == (2, "")
    assert "this clone does not have policies/cloud-notes/suite.yaml as it stands at" in ended.err


def test_submodules_are_left_alone(repo: Path, run: Any) -> None:
    id = git(repo, "rev-parse", "HEAD")
    git(repo, "update-index", "--add", "--cacheinfo", f"160000,{id},policies/x blob 3")
    git(repo, "commit", "-q", "-m", "submodule")
    assert run("HEAD").data["suites"] == []


# --- rules and locks at a revision -----------------------------------------------------------------------------


def test_a_baseline_file_in_the_repository_is_read_at_each_side(repo: Path, run: Any) -> None:
    rules = BASELINE.read_text(encoding="utf-8")
    (repo / "rules.yaml").write_text(rules, encoding="utf-8")
    commit(repo)
    stricter = rules.replace("{includes: [deletion]}", "{includes: [deletion, portability]}")
    (repo / "rules.yaml").write_text(stricter.replace('version: "1"', 'version: "2"'), encoding="utf-8")
    put(repo / "policies/cloud-notes", LIABILITY)
    ended = run("HEAD", baseline="rules.yaml")
    assert ended.data["baselines"] == {
        "was": {"id": "small", "version": "1"}, "now": {"id": "small", "version": "2"}
    }  # fmt: skip
    [suite] = ended.data["suites"]
    assert {v["requirement"]: (v["direction"], v["causes"]["rules"]) for v in suite["verdicts"]} == {
        "rights.deletion": ("worse", True), "terms.liability": ("better", False),
    }  # fmt: skip
    commit(repo)
    committed = run("HEAD~1", "HEAD", baseline="rules.yaml").data
    assert [s["verdicts"] for s in committed["suites"]] == [suite["verdicts"]]
    assert committed["baselines"] == ended.data["baselines"]
    (repo / "rules.yaml").write_text("nonsense: 1\n")
    commit(repo)
    ended = run("HEAD", "HEAD~1", baseline="rules.yaml")
    assert ended.code == 3 and "HEAD:rules.yaml:1" in ended.err


def test_a_baseline_that_is_new_judges_both_sides(repo: Path, run: Any) -> None:
    (repo / "rules.yaml").write_bytes(BASELINE.read_bytes())
    data = run("HEAD", baseline="rules.yaml").data
    assert (data["suites"], data["baseline_is_new"], data["rules"]) == ([], True, [])
    assert (
        "The baseline file is new: both sides are judged by it as it is now."
        in run("HEAD", baseline="rules.yaml", form="text").out
    )
    commit(repo)
    rules = (repo / "rules.yaml").read_text(encoding="utf-8")
    weight = "severity: high"
    assert weight in rules
    (repo / "rules.yaml").write_text(rules.replace(weight, "severity: low", 1), encoding="utf-8")
    lighter = run("HEAD", baseline="rules.yaml")
    [rule] = lighter.data["rules"]
    assert (rule["was"], rule["now"], lighter.data["baseline_is_new"]) == ("high", "low", False)
    for form in ("text", "markdown"):
        assert (
            f"{rule['requirement']} weighs low, was high" in run("HEAD", baseline="rules.yaml", form=form).out
        )


def test_the_lock_of_other_rules_says_what_was(
    repo: Path, run: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """An update of the program: the shipped baseline is the same on both sides, the lock of before is not."""
    put(repo / "policies/cloud-notes")
    assert main(["lock", "--as-of", "2026-11-22"]) == 0
    path = repo / "policies/cloud-notes/verdicts.lock.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    chosen = next(n for n, line in enumerate(lines) if "verdict: missing" in line and "silent" in line)
    name = lines[chosen].split(":")[0].strip()
    lines[chosen] = f'  {name}: {{verdict: met, fingerprint: "0123456789abcdef"}}'
    text = "\n".join(lines) + "\n"
    path.write_text(text.replace("cn-pipl 2026.1", "cn-pipl 2026.0"), encoding="utf-8")
    commit(repo)
    capsys.readouterr()
    ended = run("HEAD", baseline="cn-pipl-2026.1")
    [suite] = ended.data["suites"]
    assert [(v["requirement"], v["direction"], v["causes"]["rules"]) for v in suite["verdicts"]] == [
        (name, "worse", True)
    ]
    path.write_text(text, encoding="utf-8")
    commit(repo)
    assert run("HEAD", baseline="cn-pipl-2026.1").data["suites"] == []


# --- nothing is left behind ------------------------------------------------------------------------------------


def test_the_repository_is_untouched_and_nothing_is_kept(
    repo: Path, run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setenv("CHECKER_CACHE", str(cache))
    put(repo / "policies/cloud-notes", DELETION)
    commit(repo)
    put(repo / "policies/cloud-notes", LIABILITY)
    (repo / "untracked").write_text("x")
    before = {path: path.stat().st_mtime_ns for path in sorted((repo / ".git").rglob("*"))}
    status = git(repo, "--no-optional-locks", "status", "--porcelain")
    assert run("HEAD~1", "HEAD").verdicts == {"rights.deletion": "worse"}
    assert not cache.exists() or not list(cache.rglob("*")), "of revisions nothing is kept"
    assert run("HEAD").code == 0
    assert {path: path.stat().st_mtime_ns for path in sorted((repo / ".git").rglob("*"))} == before
    assert git(repo, "--no-optional-locks", "status", "--porcelain") == status


def test_in_a_hook_of_git(repo: Path) -> None:
    """Git sets variables for its hooks that point elsewhere than the working directory does."""
    put(repo / "policies/cloud-notes", DELETION)
    git(repo, "add", "-A")
    command = (
        f"'{sys.executable}' -m checker diff HEAD --baseline '{BASELINE}' --as-of 2026-11-22 --fail-on worse"
    )
    hook = repo / ".git/hooks/pre-commit"
    hook.write_text(f"#!/bin/sh\nPYTHONPATH='{ROOT}' {command}\n")
    hook.chmod(0o755)
    done = subprocess.run(["git", "commit", "-q", "-m", "x"], cwd=repo, capture_output=True)
    assert done.returncode == 1, done.stderr.decode()
    assert "checker: the gate failed: 1 finding counts (worse:low)" in done.stderr.decode()


# --- exit codes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "fail_on", "code"),
    [
        (DELETION, (), 1), (DELETION, ("--fail-on", "never"), 0), (DELETION, ("--fail-on", "worse:high"), 1),
        (DELETION, ("--fail-on", "violated"), 1), (LIABILITY, (), 0), (LIABILITY, ("--fail-on", "violated"), 0),
        (LIABILITY, ("--fail-on", "missing:high"), 0), (LIABILITY, ("--fail-on", "missing"), 1),
        (DEADLINE, ("--fail-on", "worse:high"), 0),
        (DEADLINE, ("--fail-on", "worse:medium"), 1),
        (TEXT, (), 0),
    ],
)  # fmt: skip
def test_how_it_ends(
    repo: Path, run: Any, change: tuple[str, str], fail_on: tuple[str, ...], code: int
) -> None:
    put(repo / "policies/cloud-notes", change)
    for form in ("text", "markdown", "json"):
        ended = run("HEAD", *fail_on, form=form)
        assert ended.code == code, ended.err
