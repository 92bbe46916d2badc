"""The pictures of the README show what the app shows today, each character on its cells, and fetch nothing."""

import difflib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.cells import cell_len

from leadtui.desk import Desk
from tests import screenshots
from tests.screenshots import CELL, FOLDER, LANGUAGES, NAMESPACE

VIEWS = ("today", "today-80", "leads", "follow-up", "board", "review")
NAMES = [f"{view}-{ending}" for ending in LANGUAGES for view in VIEWS]
ROUNDING = 0.1


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Desk]:
    """The sample data and the desk that looks at them."""
    path = tmp_path_factory.mktemp("screenshots") / "sample.db"
    return path, screenshots.write_sample(path)


def texts(svg: str) -> list[ElementTree.Element]:
    """Every text of a picture, in order."""
    return list(ElementTree.fromstring(svg).iter(f"{NAMESPACE}text"))


def lines(svg: str) -> list[str]:
    """What a picture says, a line of the screen each."""
    shown: dict[str, list[str]] = {}
    for each in texts(svg):
        shown.setdefault(each.get("y", ""), []).append(each.text or "")
    return [" ".join(words) for words in shown.values()]


def stored(name: str) -> str:
    """A picture as it is committed; nothing where there is none."""
    path = FOLDER / f"{name}.svg"
    return path.read_text("utf-8") if path.exists() else f'<svg xmlns="{NAMESPACE.strip("{}")}"/>'


@pytest.mark.parametrize("ending", ["zh", pytest.param("en", marks=pytest.mark.slow)])
async def test_pictures_say_what_the_app_says(ending: str, sample: tuple[Path, Desk]) -> None:
    drawn = {name: svg async for name, svg in screenshots.pictures(ending, *sample)}
    assert sorted(drawn) == sorted(name for name in NAMES if name.endswith(f"-{ending}"))
    changed = [
        line
        for name, svg in drawn.items()
        for line in difflib.unified_diff(lines(stored(name)), lines(svg), f"{name}.svg", "the app today", n=0)
    ]
    assert not changed, "\n".join(["Draw them anew with: python -m tests.screenshots", *changed])


@pytest.mark.parametrize("name", NAMES)
def test_chinese_is_as_wide_as_its_cells(name: str) -> None:
    """Textual's own SVG counts characters, which squeezes Chinese to half its width."""
    wide = [each for each in texts(stored(name)) if each.text and cell_len(each.text) > len(each.text)]
    assert wide
    for each in wide:
        assert float(each.get("textLength", 0)) == pytest.approx(cell_len(each.text or "") * CELL, abs=ROUNDING)


@pytest.mark.parametrize("name", NAMES)
def test_words_of_a_line_do_not_overlap(name: str) -> None:
    ends: dict[str, float] = {}
    for each in texts(stored(name)):
        if each.get("textLength"):
            line, left = each.get("y", ""), float(each.get("x", 0))
            assert left >= ends.get(line, 0) - 2 * ROUNDING, each.text
            ends[line] = left + float(each.get("textLength", 0)) - screenshots.WIDE_GAP / 2


@pytest.mark.parametrize("name", NAMES)
def test_opening_a_picture_fetches_nothing(name: str) -> None:
    svg = stored(name).replace(NAMESPACE.strip("{}"), "")
    assert "://" not in svg
    assert "url(" not in svg
