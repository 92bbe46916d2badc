"""The program's front door: `leadtui` and `python -m leadtui`."""

import sys
from types import TracebackType


def main() -> int:
    """Carry out the command line; the exit code."""
    from leadtui.cli.main import main as carry_out

    sys.excepthook = _tell_crash

    return carry_out(sys.argv[1:])


def _tell_crash(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    from leadtui import crash

    sys.stderr.write(f"{crash.message(error)}\n")


if __name__ == "__main__":
    sys.exit(main())
