"""Libraries that are installed only by those who need them."""

from collections.abc import Iterator
from contextlib import contextmanager

from checker.exits import WRONG_USAGE, Stop


@contextmanager
def wanted(extra: str) -> Iterator[None]:
    """Around imports: raises Stop that says what to install where one of them is missing."""
    try:
        yield
    except ModuleNotFoundError as missing:
        message = f"to read {extra.upper()} files, {missing.name} is needed: pip install 'agreement-checker[{extra}]'"
        raise Stop(WRONG_USAGE, message) from None
