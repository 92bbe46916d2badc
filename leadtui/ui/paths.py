"""Paths as a person types them: whatever is typed, it is a path, and one that cannot be is not there."""

import os.path
from pathlib import Path


def named(typed: str) -> Path:
    """The path that is meant, ~ for one's home; of nobody's home it is a name like others, which is not there."""
    return Path(os.path.expanduser(typed))


def is_there(path: Path) -> bool:
    """Whether anything has this name; one that no file can have is not there either."""
    return os.path.lexists(path)


def is_folder(path: Path) -> bool:
    """Whether it is a folder, as far as one may know."""
    return os.path.isdir(path)
