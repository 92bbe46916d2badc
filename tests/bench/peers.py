"""Other programs on the same terminal, where they are installed: visidata on the same leads, kanban-tui on its own."""

import csv
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.bench.asked import Asked
from tests.bench.screens import Timed

VISIDATA, KANBAN = "visidata", "kanban-tui, nearly empty"
WORDS = {VISIDATA: "展会", KANBAN: "Your Boards"}
_LEADS = """SELECT lead.lead_no, customer.name, lead.stage, lead.status, lead.grade, lead.next_due
            FROM lead JOIN customer ON customer.id = lead.customer_id ORDER BY lead.id"""


def screens(asked: Asked) -> dict[str, Callable[[], Timed]]:
    """What starts each of them; nothing where no environment was named."""
    if asked.peers is None:
        return {}
    packages = next((asked.peers / "lib").glob("python3*/site-packages"))
    start = partial(Timed, asked, env={"PYTHONPATH": str(packages)})
    scripts = asked.peers / "bin"
    return {
        VISIDATA: partial(start, program=[str(scripts / "vd"), str(_sheet(asked))]),
        KANBAN: partial(start, program=[str(scripts / "kanban-tui")]),
    }


def _sheet(asked: Asked) -> Path:
    """The leads of the book of the size asked for, as a sheet that visidata reads."""
    path = asked.folder / f"{asked.leads}.csv"
    if not path.exists():
        book = sqlite3.connect(asked.book(asked.leads))
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(book.execute(_LEADS))
        book.close()
    return path
