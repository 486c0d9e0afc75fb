"""From `verdicts.lock.yaml` to a lock. Never compares, never writes."""

from collections.abc import Iterable
from pathlib import Path

from checker import lock, schema, source
from checker.errors import BadInput, Place, Problem

_AGAIN = "run `checker lock` and review what changes"


def load_lock(path: Path, display: str) -> lock.Lock:
    """The lock in the file at `path`, called `display` in messages. Raises BadInput with every problem."""
    if not path.is_file():
        raise BadInput(
            [
                Problem(
                    Place(display),
                    "the verdicts of this suite are not locked",
                    "run `checker lock` and commit the file",
                )
            ]
        )
    try:
        document = source.load(path, display)
    except BadInput as bad:
        raise BadInput(_written_anew(bad.problems)) from None
    problems = _written_anew(schema.validate(document, "lock"))
    if not problems and document.data["suite"] != path.parent.resolve().name:
        fault = f'this is the lock of "{document.data["suite"]}", not of this suite'
        problems = [Problem(document.place(("suite",)), fault, _AGAIN)]
    if problems:
        raise BadInput(problems)
    return lock.parse(document.data)


def _written_anew(problems: Iterable[Problem]) -> list[Problem]:
    """With the remedy for a file that nobody mends by hand."""
    return [problem._replace(remedy=_AGAIN) for problem in problems]
