"""How a run ends: its exit codes, and the exception that ends it."""

PASSED, FAILED, WRONG_USAGE, BAD_INPUT, NOTHING = range(5)


class Stop(Exception):
    """Ends the run: a message for stderr and an exit code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
