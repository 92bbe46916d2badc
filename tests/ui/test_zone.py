"""The zone is asked for once, and the rep's day follows the answer at once."""

import os
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from leadtui.desk import Desk
from tests.services.captured import at, lead, reached, step
from tests.ui.driving import Opener, screen_text, settled


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the configuration is looked for."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config/leadtui/config.toml"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """At half past midnight in Shanghai, on a host that keeps UTC."""
    return replace(at(desk, desk.now().replace(hour=16, minute=30)), zone=UTC)


async def test_the_answer_is_written_and_makes_it_the_reps_day(
    book: Path, desk: Desk, opened: Opener, places: Path
) -> None:
    reached(desk, lead(desk, "甲公司"), next_step=step(desk, 1, "回访"))
    async with opened(size=(80, 24), asks_zone=True) as pilot:
        await settled(pilot)
        assert "This machine keeps UTC" in screen_text(pilot)
        assert "It is 2026-11-23 00:30 there" in screen_text(pilot)
        await pilot.press("end", "x", "f2")
        await settled(pilot)
        assert "is no time zone" in screen_text(pilot)
        await pilot.press("backspace", "f2")
        await settled(pilot)
        assert "11-23 Mon" in screen_text(pilot).splitlines()[0]
        assert "Planned today 1" in screen_text(pilot)
    assert places.read_text("utf-8") == 'timezone = "Asia/Shanghai"\n'


async def test_a_refusal_keeps_utc_and_is_remembered(book: Path, desk: Desk, opened: Opener, places: Path) -> None:
    lead(desk, "甲公司", step=step(desk, 1))
    async with opened(asks_zone=True) as pilot:
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert "11-22 Sun" in screen_text(pilot).splitlines()[0]
    assert not places.exists()
    assert (Path(os.environ["XDG_STATE_HOME"]) / "leadtui/zone-asked").exists()
