"""Draws the pictures of the README anew: `python -m tests.screenshots`. Not a test.

The real app shows the sample data by a clock that stands still; Textual's SVG is mended so that every word stands
on the cells it has in a terminal, whatever fonts the viewer has, and nothing is fetched when it is opened.
"""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

from rich.cells import cell_len
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
from leadtui.ui.widgets.detail_pane import DetailPane
from tests.conftest import NOW, SHANGHAI
from tests.ui.driving import settled

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
BOX_DRAWING = re.compile("[\u2500-\u259f]+")
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
    settings = Settings(database=database, language=LANGUAGES[ending], desk=desk)
    book = Book(settings)
    try:
        app = LeadTui(settings, book, book.first_page().result())
        async with app.run_test(size=WIDE) as pilot:
            async for view in _views(pilot, *TYPED[ending]):
                name = f"{view}-{ending}"
                yield name, mended(app.export_screenshot(), name)
    finally:
        book.close()


async def _views(pilot: Pilot[None], summary: str, step: str, day: str) -> AsyncIterator[str]:
    """Visit what is to be shown; a view's name once it is on the screen."""
    await _told(pilot)
    yield "today"
    await pilot.press("f")
    await settled(pilot)
    assert isinstance(pilot.app.screen, FollowUpForm)
    await pilot.press(*summary, "tab", "tab", "tab", *step, "tab", *day)
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
    await pilot.press("1")
    await pilot.resize_terminal(*NARROW)
    await settled(pilot)
    yield "today-80"


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


def mended(svg: str, name: str) -> str:
    """The SVG with each word on its cells, local fonts, and ids that do not change from one run to the next."""
    ElementTree.register_namespace("", NAMESPACE.strip("{}"))
    root = ElementTree.fromstring(re.sub(r"terminal-\d+", name, svg))
    style = next(root.iter(f"{NAMESPACE}style"))
    faceless = re.sub(r"@font-face \{.*?\}\s*", "", style.text or "", flags=re.DOTALL)
    style.text = faceless.replace("Fira Code, monospace", FONTS).replace("arial", "sans-serif")
    # Words on their cells cannot run over; Rich's clip of each line does nothing but leave the last one out.
    definitions = next(root.iter(f"{NAMESPACE}defs"))
    for clip in [each for each in definitions if "-line-" in each.get("id", "")]:
        definitions.remove(clip)
    matrix = next(each for each in root.iter(f"{NAMESPACE}g") if each.get("class") == f"{name}-matrix")
    words = [word for run in matrix for word in _words(run)]
    matrix[:] = words
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _words(run: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """One element a word, and wide characters apart from narrow ones, for only these stretch evenly."""
    text = run.text or ""
    for match in re.finditer(r"\S+", text):
        cells = cell_len(text[: match.start()])
        for _is_wide, characters in groupby(match.group(), lambda character: cell_len(character) > 1):
            part = "".join(characters)
            x = float(run.get("x", 0)) + cells * CELL
            width = cell_len(part) * CELL
            placed = {"class": run.get("class", ""), "x": f"{x:g}", "y": run.get("y", ""), "textLength": f"{width:g}"}
            if BOX_DRAWING.fullmatch(part):
                placed["lengthAdjust"] = "spacingAndGlyphs"
            word = ElementTree.Element(f"{NAMESPACE}text", placed)
            word.text, word.tail = part, "\n"
            yield word
            cells += cell_len(part)


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
