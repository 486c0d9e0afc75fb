"""One module a command, imported when it is run: `run(arguments) -> int` reads, writes and gives the exit code."""
