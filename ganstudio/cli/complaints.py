"""What went wrong, in one line on standard error."""

import sys


def complain(text: str) -> None:
    sys.stderr.write(f"ganstudio: {text}\n")
