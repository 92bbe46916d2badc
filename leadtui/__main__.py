"""The program's front door: `leadtui` and `python -m leadtui`."""

import sys


def main() -> int:
    """Carry out the command line; the exit code."""
    from leadtui import crash
    from leadtui.cli.main import main as carry_out

    crash.install()

    return carry_out(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
