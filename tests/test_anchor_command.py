"""`checker anchor` in a repository: the text that was read comes from git, and what is written changes anchors alone."""

import shutil
import subprocess
from pathlib import Path

import pytest

from checker import text
from checker.cli import main
from checker.skeleton.encoding import entry

FIXTURES = Path(__file__).parent.parent / "fixtures" / "anchor"


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, capture_output=True, check=True, text=True
    )
    return done.stdout


@pytest.fixture
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A suite whose texts were committed, and its source text as it is now; the working directory is the repository."""
    folder = tmp_path / "policies" / "cloud-notes"
    shutil.copytree(FIXTURES / "before" / "cloud-notes", folder)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "The texts as they were read")
    shutil.copy(FIXTURES / "after" / "cloud-notes" / "terms.md", folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def changed_lines(folder: Path, name: str) -> list[str]:
    told = git(folder, "diff", "--no-ext-diff", "-U0", "--", name)
    return [line for line in told.splitlines() if line[0] in "+-" and line[:3] not in ("+++", "---")]


def told_by(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_without_write_nothing_is_written(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(suite)
    assert main(["anchor"]) == 1
    assert contents(suite) == before
    told = told_by(capsys)
    assert "  quotes (7): 2 unchanged, 2 moved, 1 reworded, 1 gone, 1 context changed" in told
    assert "  clauses set aside (3): 1 unchanged, 1 moved, 1 reworded" in told
    begins = told.index("  context changed")
    assert told[begins + 1 : begins + 5] == [
        "  - policies/cloud-notes/terms.yaml:9 clause 1.1",
        "  + policies/cloud-notes/terms.md:7 clause 1.1",
        "    账号 您点击“同意”即表示接受本协议。            │ 账号 {+除非您未满十四周岁，+}您点击“同意”即表",
        "                                                   │ 示接受本协议。",
    ]


def entry_of(suite: Path, at: str) -> list[str]:
    """The added lines by which a clause waits to be read, as `checker new` writes them."""
    now = text.read(suite / "terms.md", "terms.md")
    return [f"+{line}" for line in entry(now, now.by_at[at])]


def test_what_is_written(suite: Path) -> None:
    assert main(["anchor", "--write"]) == 1
    was, now = (
        text.read(FIXTURES / side / "cloud-notes" / "terms.md", "").sha256 for side in ("before", "after")
    )
    assert changed_lines(suite, "terms.yaml") == [
        f"-source: {{file: terms.md, sha256: {was}}}",
        f"+source: {{file: terms.md, sha256: {now}}}",
        "+    needs_reading: context",
        "-  - at: '1.2'   # 单引号",
        *entry_of(suite, "1.2"),
        "+  - at: '1.3'   # 单引号",
        "+    needs_reading: reworded",
        '-  - at: "3.1"',
        *entry_of(suite, "2.4"),
        '+  - at: "3.2"',
        "+    needs_reading: gone",
        '-      - "1.3"  # 用户行为',
        '-      - "3.2"',
        '+      - "1.4"  # 用户行为',
        '+      - "3.1"',
        '+    needs_reading: ["1.4"]',
    ]
    assert changed_lines(suite, "suite.yaml") == [
        '-  accounts: {answer: yes, ground: {agreement: terms, at: "1.2"}}  # 注销账号的前提是有账号',
        '+  accounts: {answer: yes, ground: {agreement: terms, at: "1.3"}}  # 注销账号的前提是有账号',
    ]
    assert changed_lines(suite, "waivers.yaml") == []
    written = contents(suite)
    assert main(["anchor", "--write"]) == 1
    assert contents(suite) == written


def test_all_files_are_written_or_none(
    suite: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before, replace = contents(suite), Path.replace

    def refused(source: Path, target: Path) -> Path:
        if target.name == "suite.yaml" and target.parent == suite:
            raise OSError(13, "Permission denied")
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", refused)
    assert main(["anchor", "--write"]) == 2
    assert contents(suite) == before
    said = capsys.readouterr().err
    assert "suite.yaml: cannot be written (Permission denied); name another file" in said
    assert "terms.yaml written" not in said


def test_what_is_left_to_a_person_is_told(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = suite / "terms.yaml"
    once = path.read_text(encoding="utf-8")
    again = """\
  - at: "1.1"
    quote: 即表示接受本协议
    provisions:
      - {kind: acceptance, by: [click]}
"""
    once = once.replace("  - at: '1.2'", again + "  - at: '1.2'")
    once = once.replace("{first: 2026-11-21}", "{first: 2026-11-21, second: 2026-11-22, by: [王]}")
    path.write_text(once, encoding="utf-8")
    main(["anchor"])
    left = "checker: 2 clauses are new: encode each or set it aside; 4 clauses (5 entries) to be read again"
    assert capsys.readouterr().err.splitlines()[1:] == [left]
    main(["anchor", "--write"])
    assert capsys.readouterr().err.splitlines()[2:] == [
        "checker: policies/cloud-notes/terms.yaml:7:10: the readings begin again; once the marked clauses are read,"
        " renew first (2026-11-21) and second (2026-11-22)",
        f"{left}: put each right and remove its needs_reading (`checker validate` names them)",
    ]
    assert "{first: 2026-11-21, second: 2026-11-22, by: [王]}" in path.read_text(encoding="utf-8")


def test_clauses_that_cannot_be_put_in_are_told(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = suite / "terms.yaml"
    before = path.read_text(encoding="utf-8")
    begins, ends = before.index("clauses:"), before.index("no_provision:")
    path.write_text(
        f'{before[:begins]}clauses: [{{at: "2.1", quote: 您有权查阅, provisions: [{{kind: acceptance, by: [click]}}]}}]\n{before[ends:]}',
        encoding="utf-8",
    )
    assert main(["anchor", "--write"]) == 1
    told = capsys.readouterr().err
    assert "terms.yaml:8:10: clauses that are new could not be put in here" in told
    written = contents(suite)
    assert "needs_reading: new" not in written["terms.yaml"].decode()
    assert main(["anchor", "--write"]) == 1
    assert contents(suite) == written
    assert "terms.yaml written" not in capsys.readouterr().err


def test_an_encoding_without_quotes_has_none_to_count(
    suite: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = suite / "terms.yaml"
    before = path.read_text(encoding="utf-8")
    begins, ends = before.index("clauses:"), before.index("no_provision:")
    path.write_text(f"{before[:begins]}clauses: []  # none yet\n{before[ends:]}", encoding="utf-8")
    main(["anchor", "--write"])
    assert "quotes" not in capsys.readouterr().out
    now = text.read(suite / "terms.md", "terms.md")
    ats = ("1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "3.2")
    entries = "".join(f"{line}\n" for at in ats for line in entry(now, now.by_at[at]))
    assert f"clauses:   # none yet\n{entries}no_provision:" in path.read_text(encoding="utf-8")


def test_what_is_marked_is_bad_input_until_it_is_cleared(
    suite: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["anchor", "--write"])
    capsys.readouterr()
    assert main(["check"]) == 3
    told = capsys.readouterr().err
    for clause in ("1.1", "2.2", "3.3", "1.4", "1.2", "2.4"):
        assert f'clause "{clause}"' in told
    path = suite / "terms.yaml"
    written = path.read_text(encoding="utf-8")
    for before, after in (
        *(("\n".join(line[1:] for line in entry_of(suite, at)) + "\n", "") for at in ("1.2", "2.4")),
        ("    needs_reading: context\n", ""),
        ("    needs_reading: reworded\n", ""),
        ("后十五个工作日内", "后三十日内"),
        ("{value: 15, unit: working_day}", "{value: 30, unit: calendar_day}"),
        ('["1.4"]', '["1.2", "2.4"]'),
        ('      - "3.1"\n', '      - "3.1"\n      - "1.2"\n      - "2.4"\n'),
        ('    needs_reading: ["1.2", "2.4"]\n', ""),
    ):
        assert before in written
        written = written.replace(before, after)
    begins, ends = written.index('  - at: "3.3"'), written.index("no_provision:")
    path.write_text(written[:begins] + written[ends:], encoding="utf-8")
    assert main(["anchor"]) == 0
    assert main(["validate"]) == 0


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte-order mark"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_every_other_byte_stays(suite: Path, mark: str, ends: str) -> None:
    path = suite / "terms.yaml"
    before = mark + path.read_text(encoding="utf-8").replace("\n", ends)
    path.write_bytes(before.encode())
    (suite / "terms.md").write_bytes(
        (FIXTURES / "before" / "cloud-notes" / "terms.md").read_bytes() + b"\n\n"
    )
    assert main(["anchor", "--write"]) == 0
    after = path.read_bytes().decode()
    changed = [
        (one, other) for one, other in zip(before.split("\n"), after.split("\n"), strict=True) if one != other
    ]
    assert [one[:30] for one, _ in changed] == ["source: {file: terms.md, sha25"]


def test_the_text_that_was_read_is_found_wherever_git_has_it(
    suite: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(suite, "commit", "--quiet", "-a", "-m", "A new version, before anybody has read it")
    main(["anchor"])
    assert "1 context changed" in capsys.readouterr().out, "in an earlier commit"
    git(suite, "checkout", "--quiet", "--orphan", "other")
    git(suite, "rm", "--quiet", "--cached", "-r", ".")
    main(["anchor"])
    assert "not comparable" in capsys.readouterr().out, "nowhere"
    assert main(["anchor", "--old", "HEAD"]) == 2
    assert "--old: there is no revision" in capsys.readouterr().err
    branch = git(suite, "for-each-ref", "--format=%(refname)").split()[0]
    main(["anchor", "--old", branch])
    assert "1 context changed" in capsys.readouterr().out, "in the revision that is named"
    shutil.copy(FIXTURES / "before" / "cloud-notes" / "terms.md", suite)
    git(suite, "add", "terms.md")
    shutil.copy(FIXTURES / "after" / "cloud-notes" / "terms.md", suite)
    main(["anchor"])
    assert "1 context changed" in capsys.readouterr().out, "in the index"


def test_outside_a_repository_every_clause_set_aside_waits(
    suite: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(suite / "nowhere"))
    assert main(["anchor", "--write"]) == 1
    assert "git does not have the text that was read" in capsys.readouterr().out
    written = (suite / "terms.yaml").read_text(encoding="utf-8")
    assert '- {at: [preamble], needs_reading: ["preamble"], because: introduction}' in written
    assert '      - "3.2"\n    needs_reading: ["1.3", "3.2"]\n' in written
    assert main(["anchor", "--old", "HEAD"]) == 2


def test_a_link_is_not_written_to(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = suite.parent / "elsewhere.yaml"
    (suite / "terms.yaml").rename(elsewhere)
    (suite / "terms.yaml").symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    assert main(["anchor", "--write"]) == 2
    assert "a link is not written to" in capsys.readouterr().err
    assert elsewhere.read_bytes() == before
    assert (suite / "terms.yaml").is_symlink()


def test_one_bad_encoding_and_nothing_is_written(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = suite.parent / "bad"
    shutil.copytree(suite, bad)
    (bad / "terms.yaml").write_text("agreement: [", encoding="utf-8")
    before = contents(suite)
    assert main(["anchor", "--write"]) == 3
    assert contents(suite) == before
    assert "policies/bad/terms.yaml:2" in capsys.readouterr().err


def test_what_a_text_holds_does_not_command_the_terminal(
    suite: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = suite / "terms.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("三十日", "\x1b[2J三十\u202e日"), encoding="utf-8"
    )
    main(["anchor"])
    told = capsys.readouterr()
    assert "\x1b" not in told.out + told.err
    assert "\u202e" not in told.out
    assert "\ufffd[2J三十\ufffd" in told.out
