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
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # None where whoever started us closed it
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
