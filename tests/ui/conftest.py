"""Makes the opener of tests/ui/driving.py known to every test of the screens, each with a memory of its own."""

from pathlib import Path

import pytest

from tests.ui.driving import opened

__all__ = ["opened"]


@pytest.fixture(autouse=True)
def _forgetful(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the board remembers of its looks stays in the test."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
