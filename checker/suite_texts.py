"""The source texts that paths name, suite by suite, whether or not they are encoded. Never judges, never writes."""

from collections.abc import Sequence
from pathlib import Path

from checker import documents, files, text
from checker.agreements import SUITE_FILE
from checker.encodings import is_file
from checker.errors import BadInput, Place, Problem
from checker.lint.model import Text

_ENDING = ".md"


def load(paths: Sequence[str]) -> list[list[Text]]:
    """The texts that belong together, for each suite that the paths name.

    A folder with suite.yaml, or a file in one, means the agreements listed there; another folder means the suites in
    it, or else all its Markdown files together; another file is looked at alone.
    Raises NoSuchPath, or BadInput with every problem of all of them."""
    found: list[list[Text]] = []
    problems: list[Problem] = []
    for group in _groups(paths, problems):
        texts: list[Text] = []
        for path in group:
            try:
                display = files.display(path)  # also where the name is no UTF-8
                texts.append(Text(Path(display).stem, text.read(path, display)))
            except BadInput as bad:
                problems += bad.problems
        if texts:
            found.append(texts)
    if problems:
        raise BadInput(problems)
    return found


def _groups(paths: Sequence[str], problems: list[Problem]) -> list[list[Path]]:
    """The files of the texts, each once, by suite, in the order of the paths. What is wrong is added to `problems`."""
    groups: dict[Path, list[Path]] = {}
    for name in paths:
        suites = files.suite_folders([name])
        for folder in suites:
            try:
                groups.setdefault(folder.resolve(), _listed(folder, problems))
            except BadInput as bad:
                problems += bad.problems
        path = Path(name)
        if not suites and path.is_dir():
            groups.setdefault(path.resolve(), sorted(path.glob(f"*{_ENDING}")))
        elif not suites:
            groups.setdefault(path.resolve(), [path])
    return [group for group in groups.values() if group]


def _listed(folder: Path, problems: list[Problem]) -> list[Path]:
    """The texts of the agreements of a suite; what is wrong with its list is added to `problems`. Raises BadInput."""
    display = files.display(folder / SUITE_FILE)
    document, faults = documents.load(folder / SUITE_FILE, display, "suite")
    problems += faults
    found: list[Path] = []
    for number, name in enumerate(() if faults else document.data["agreements"]):
        path = folder / f"{name}{_ENDING}"
        if not is_file(path):
            path = folder / _named_by_encoding(folder / f"{name}.yaml", path.name)
        if is_file(path):
            found.append(path)
            continue
        fault = f"there is no source text {path.name}"
        place = document.place(("agreements", number))
        problems.append(Problem(place, fault, "add the source text, or mend the id"))
    return found


def _named_by_encoding(path: Path, otherwise: str) -> str:
    """The name of the source text that an encoding gives; `otherwise` where it gives none that can be used."""
    try:
        document, problems = documents.load(path, files.display(path), "agreement")
    except BadInput:
        return otherwise
    return otherwise if problems else str(document.data["source"]["file"])


def nothing(paths: Sequence[str]) -> Problem:
    """What to say where no path holds a text."""
    return Problem(
        Place(", ".join(paths)), "no source text there", f"name a suite, or a folder with {_ENDING} files"
    )
