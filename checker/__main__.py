"""`checker` and `python -m checker`: the command line as a process."""

import os
import sys

from checker.cli import main


def run() -> None:
    """Run the command line and leave at once: a process that ends need not take all its data apart first."""
    try:
        code = main()
    except SystemExit as stop:  # argparse: --help, --version, wrong usage
        code = stop.code if isinstance(stop.code, int) else 2
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
