"""Homes that terminal tests start from, made once: a command for each of them would take longer than the test."""

import shutil
from pathlib import Path

import pytest

from tests.terminal.test_hands import added

DATA = Path(".local/share/leadtui")


@pytest.fixture(scope="session")
def _due_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("due")
    added(home, "甲公司", "今天")
    return home


@pytest.fixture
def due_home(_due_home: Path, tmp_path: Path) -> Path:
    """A home whose book holds one lead, 甲公司, due today."""
    (tmp_path / DATA).mkdir(parents=True, mode=0o700)
    for each in (_due_home / DATA).glob("*.db"):
        shutil.copy(each, tmp_path / DATA)
    for folder in (tmp_path / ".local", tmp_path / ".local/share"):
        folder.chmod(0o700)
    return tmp_path
