"""Draws the pictures of the README anew: `python -m tests.screenshots`. Not a test.

The real app shows the sample data by a clock that stands still; Textual's SVG is mended so that every word stands
on the cells it has in a terminal, whatever fonts the viewer has, and nothing is fetched when it is opened.
"""

import asyncio
import os
import re
import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot
from textual.widgets import Static

from leadtui import i18n
from leadtui.config import Settings
from leadtui.desk import Desk
from leadtui.services import demo
from leadtui.ui.app import LeadTui
from leadtui.ui.book import Book
from leadtui.ui.dialogs.followup_form import FollowUpForm
from leadtui.ui.lead_screen import LeadScreen
from leadtui.ui.screens.review import ReviewScreen
from leadtui.ui.tally import FOLLOWING_SECONDS
from leadtui.ui.widgets.detail_pane import DetailPane
from tests.conftest import NOW, SHANGHAI
from tests.ui.driving import leaving, settled

FOLDER = Path(__file__).parent.parent / "screenshots"
LANGUAGES = {"zh": "zh_CN", "en": "en"}
"""The ending of a picture's name, and the language shown."""
TYPED = {
    "zh": ("方案已发,技术部认可排产演示,希望分两期实施", "电话确认分期方案", "后天下午3点"),
    "en": ("Proposal sent; production liked the demo and asks for two phases", "Call about the phases", "fri 15:00"),
}
"""Summary, next step and its day, as a rep types them."""
DOWN_THE_LIST = 10
"""Lines from the top of the list of all leads to one that has a story."""
WIDE, NARROW = (120, 36), (80, 24)
CELL = 12.2
"""Width of a cell in Rich's SVG."""
NAMESPACE = "{http://www.w3.org/2000/svg}"
LINE = 24.4
ASCENT = 18.5
"""Height of a line in it, and how far its top lies over the baseline."""
DRAWN = {
    "─": (0.0, 0.5, 1.0, 0.06),
    "│": (0.45, 0.0, 0.1, 1.0),
    "▌": (0.0, 0.0, 0.5, 1.0),
    **{block: (0.0, 1 - eighths / 8, 1.0, eighths / 8) for eighths, block in enumerate("▁▂▃▄▅▆▇█", 1)},
    **{block: (0.0, 0.0, eighths / 8, 1.0) for eighths, block in enumerate("▏▎▍", 1)},
    **{block: (0.0, 0.0, eighths / 8, 1.0) for eighths, block in enumerate("▋▊▉", 5)},
}
"""Characters that are drawn: their left, top, width and height as shares of the cell."""
WIDE_GAP = 2.4
WIDE_STYLE = f".wide {{ font-size: {2 * CELL - WIDE_GAP:g}px; letter-spacing: {WIDE_GAP:g}px; }}\n"
"""A Chinese character is as wide as its size; with the gap it fills two cells to the point."""
# Latin first: Chinese fonts draw arrows, dots and rules two cells wide.
FONTS = (
    '"Fira Code", "JetBrains Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Sarasa Mono SC", '
    '"Noto Sans Mono CJK SC", "Source Han Mono SC", "PingFang SC", "Microsoft YaHei", monospace'
)


def write_sample(path: Path) -> Desk:
    """Write the sample data to a new file; the desk that looks at them."""
    desk = Desk("李娜", SHANGHAI, True, lambda: NOW)
    demo.write(path, desk)
    return desk


async def pictures(ending: str, database: Path, desk: Desk) -> AsyncIterator[tuple[str, str]]:
    """Name and SVG of each picture in one language, one after the other, out of one run of the app."""
    i18n.speak(LANGUAGES[ending])
    # Drafts and looks of the board that somebody else left are none of the picture's.
    usual = os.environ.get("XDG_STATE_HOME")
    os.environ["XDG_STATE_HOME"] = str(database.with_name(f"state-{ending}"))
    settings = Settings(database=database, language=LANGUAGES[ending], desk=desk)
    book = Book(settings)
    try:
        app = LeadTui(settings, book, book.first_page().result())
        async with app.run_test(size=WIDE) as pilot:
            async for view in _views(pilot, *TYPED[ending]):
                name = f"{view}-{ending}"
                yield name, mended(app.export_screenshot(), name)
            await leaving(app)
    finally:
        book.close()
        os.environ.pop("XDG_STATE_HOME")
        if usual is not None:
            os.environ["XDG_STATE_HOME"] = usual


async def _views(pilot: Pilot[None], summary: str, step: str, day: str) -> AsyncIterator[str]:
    """Visit what is to be shown; a view's name once it is on the screen."""
    await _told(pilot)
    yield "today"
    await pilot.resize_terminal(*NARROW)
    await settled(pilot)
    yield "today-80"
    await pilot.resize_terminal(*WIDE)
    await pilot.press("f")
    await settled(pilot)
    assert isinstance(pilot.app.screen, FollowUpForm)
    for text, tabs in ((summary, 3), (step, 1), (day, 0)):
        pilot.app.post_message(events.Paste(text))
        await pilot.press(*["tab"] * tabs)
    await settled(pilot)
    yield "follow-up"
    await pilot.press("escape", "2")
    await settled(pilot)
    await pilot.press("home", *["down"] * DOWN_THE_LIST)
    await _told(pilot)
    yield "leads"
    await pilot.press("3")
    await settled(pilot)
    yield "board"
    await pilot.press("4", "a", "Q")
    await _counted(pilot)
    await pilot.press("home")
    yield "review"


async def _told(pilot: Pilot[None]) -> None:
    """Wait until the story of the lead under the cursor stands beside the list."""
    screen = pilot.app.screen
    assert isinstance(screen, LeadScreen)
    for _each in range(20):
        await settled(pilot)
        told = str(screen.query_one(DetailPane).query_one(Static).content)
        if screen.row is not None and screen.row.customer in told:
            return
    raise TimeoutError("no story came")


async def _counted(pilot: Pilot[None]) -> None:
    """Wait until every panel of the review stands there, and the figures beside the views' names have followed."""
    screen = pilot.app.screen
    assert isinstance(screen, ReviewScreen)
    await pilot.pause(FOLLOWING_SECONDS)
    for _each in range(100):
        await settled(pilot)
        if screen.counted is not None:
            return
    raise TimeoutError("no review came")


def mended(svg: str, name: str) -> str:
    """The SVG with each word on its cells, local fonts, and ids that do not change from one run to the next."""
    ElementTree.register_namespace("", NAMESPACE.strip("{}"))
    root = ElementTree.fromstring(re.sub(r"terminal-\d+", name, svg))
    style = next(root.iter(f"{NAMESPACE}style"))
    faceless = re.sub(r"@font-face \{.*?\}\s*", "", style.text or "", flags=re.DOTALL)
    style.text = faceless.replace("Fira Code, monospace", FONTS).replace("arial", "sans-serif") + WIDE_STYLE
    # Nothing runs over its cells any more, and Rich's clips cut the feet off the last line.
    root.remove(next(root.iter(f"{NAMESPACE}defs")))
    for group in root.iter(f"{NAMESPACE}g"):
        group.attrib.pop("clip-path", None)
        if group.get("class") == f"{name}-matrix":
            group[:] = [part for run in list(group) for part in _parts(run)]
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _parts(run: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The words of a run, wide characters apart from narrow ones, for no font stretches both alike."""
    text = run.text or ""
    left, baseline, look = float(run.get("x", 0)), float(run.get("y", 0)), run.get("class", "")
    cells = 0
    for kind, characters in groupby(text, _kind):
        part = "".join(characters)
        x, width = left + cells * CELL, cell_len(part) * CELL
        cells += cell_len(part)
        if kind in DRAWN:
            yield _drawn(kind, x, baseline, width, look)
        elif kind:
            place = {"class": look, "x": f"{x:.1f}", "y": f"{baseline:.1f}", "textLength": f"{width:.1f}"}
            if kind == "wide":
                place |= {"class": f"{look} wide", "x": f"{x + WIDE_GAP / 2:.1f}"}
            yield _element("text", place, part)


def _kind(character: str) -> str:
    """What belongs together: wide or narrow characters, or ones of a drawn kind; nothing for a space."""
    if character.isspace():
        return ""
    if character in DRAWN:
        return character
    return "wide" if cell_len(character) > 1 else "narrow"


def _drawn(character: str, x: float, baseline: float, width: float, look: str) -> ElementTree.Element:
    """A rule or a bar as a shape: fonts leave gaps between the glyphs of neighbouring cells."""
    from_left, from_top, wide, high = DRAWN[character]
    shape = {
        "class": look,
        "x": f"{x + from_left * CELL:.1f}",
        "y": f"{baseline - ASCENT + from_top * LINE:.1f}",
        "width": f"{width * wide:.1f}",
        "height": f"{LINE * high:.1f}",
    }
    return _element("rect", shape)


def _element(tag: str, attributes: dict[str, str], text: str | None = None) -> ElementTree.Element:
    element = ElementTree.Element(f"{NAMESPACE}{tag}", attributes)
    element.text, element.tail = text, "\n"
    return element


async def draw(folder: Path) -> None:
    """Write every picture into a folder."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        database = Path(place) / "sample.db"
        desk = write_sample(database)
        for ending in LANGUAGES:
            async for name, svg in pictures(ending, database, desk):
                (folder / f"{name}.svg").write_text(svg, "utf-8")


if __name__ == "__main__":
    asyncio.run(draw(FOLDER))
