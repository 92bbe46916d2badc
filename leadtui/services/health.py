"""Whether the book's file is sound, found out beside the work and not in its way."""

import subprocess
import sys
from pathlib import Path

from leadtui.store import integrity


def begin(path: Path) -> bool:
    """The full screen starts on this file; whether its soundness is to be checked this time."""
    return integrity.begin(path.expanduser().absolute())


def end(path: Path) -> None:
    """The full screen ends in good order."""
    integrity.end(path.expanduser().absolute())


def check(path: Path) -> str:
    """Look through the whole file in another process; what is wrong with it, or nothing."""
    command = [sys.executable, "-m", "leadtui.store.integrity", str(path.expanduser().absolute())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode else ""
