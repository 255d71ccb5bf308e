"""`python -m ganstudio` and the `ganstudio` command."""

import sys


def main() -> None:
    """Open the studio, or carry out a command."""
    from ganstudio.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
