"""The sample in the place of the user's own book: put there, and taken away without a trace."""

import shutil
import tempfile
from pathlib import Path

from leadtui.config import sample_of
from leadtui.desk import Desk
from leadtui.exchange.exporting import write_bundle
from leadtui.exchange.importing import import_file
from leadtui.services import demo
from leadtui.services.book import close_book, open_book, plainly

BUNDLE = "own.leadtui"


def put(path: Path, desk: Desk) -> None:
    """Write the sample to `path`; one that is there already stays. No book may be open."""
    if not path.exists():
        plainly(demo.write)(path, desk)


def remove(own: Path, desk: Desk) -> int:
    """Take away the sample that stands in for the database `own`, with its copies and marks; no book may be open.

    Leads that people have added to it go into their own book first, as one change; how many these were.
    """
    path = sample_of(own)
    with tempfile.TemporaryDirectory(prefix="leadtui-") as folder:
        bundle = Path(folder) / BUNDLE
        count = _write_own_leads(path, bundle, desk) if path.exists() else 0
        if count:
            _take_in(own, bundle, desk)
    for each in (*path.parent.glob(f"{path.name}*"), *path.parent.glob(f".{path.name}.*")):
        if each.is_dir():
            shutil.rmtree(each)
        else:
            each.unlink()
    return count


def _write_own_leads(path: Path, bundle: Path, desk: Desk) -> int:
    open_book(path, desk)
    try:
        ids = plainly(demo.own_leads)()
        return plainly(write_bundle)(desk, bundle, ids) if ids else 0
    finally:
        close_book()


def _take_in(own: Path, bundle: Path, desk: Desk) -> None:
    open_book(own, desk)
    try:
        plainly(import_file)(desk, bundle)
    finally:
        close_book()
