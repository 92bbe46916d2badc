"""Disks of the test's own: small enough to fill up, or mounted so that nothing can be written."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def disk(place: Path, kilobytes: int) -> Iterator[Path]:
    """A file system of so many kilobytes at `place`; skips the test where only root could mount one."""
    place.mkdir(mode=0o700)
    options = f"size={kilobytes}k,mode=700"
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "test", place], capture_output=True, text=True)
    if os.geteuid() != 0 or mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def close_for_writing(place: Path) -> None:
    """Nothing can be written to this file system from now on, by nobody."""
    subprocess.run(["mount", "-o", "remount,ro", place], check=True)


def open_for_writing(place: Path) -> None:
    """It can be written again."""
    subprocess.run(["mount", "-o", "remount,rw", place], check=True)


def filled(place: Path, leaving: int = 0) -> Path:
    """A file that takes all the room there is, but for so many bytes; remove it to free the room."""
    heap = place / "heap"
    free = os.statvfs(place).f_bavail * os.statvfs(place).f_frsize - leaving
    heap.write_bytes(b"x" * max(0, free))
    return heap
