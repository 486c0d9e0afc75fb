"""From `verdicts.lock.yaml` to a lock. Never compares, never writes."""

from pathlib import Path

from checker import lock, schema, source
from checker.errors import BadInput, Place, Problem


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
    document = source.load(path, display)
    problems = schema.validate(document, "lock")
    if not problems and document.data["suite"] != path.resolve().parent.name:
        fault = f'this is the lock of "{document.data["suite"]}", not of this suite'
        problems = [Problem(document.place(("suite",)), fault, "run `checker lock` and commit the file")]
    if problems:
        raise BadInput(problems)
    return lock.parse(document.data)
