"""The demo: the full screen on sample data that are thrown away, or a sample database of one's own."""

import shutil
import tempfile
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from leadtui import terminal
from leadtui.cli import output
from leadtui.config import Settings
from leadtui.domain.errors import DONE
from leadtui.i18n import _
from leadtui.services import demo as demonstration
from leadtui.services.book import plainly


def demo(settings: Settings, wanted: Namespace) -> int:
    """Show the full screen on sample data, or only write them to a new file and name it."""
    if wanted.remove:
        return _remove(settings)
    if wanted.write:
        _write(Path(wanted.write), settings, wanted)
        output.line(wanted.write)
        return DONE
    terminal.check()
    folder = Path(tempfile.mkdtemp(prefix="leadtui-demo-"))
    try:
        path = folder / "demo.db"
        _write(path, settings, wanted)
        from leadtui.ui.launch import run

        return run(replace(settings, database=path, is_sample=False), is_demo=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove(settings: Settings) -> int:
    from leadtui.exchange import sample

    place = settings.own_database
    if not settings.is_sample or not isinstance(place, Path):
        output.narrate(_("There is no sample data here."))
        return DONE
    own = sample.remove(place, settings.desk)
    output.narrate(_("The sample data is gone; {count} leads of your own were kept.").format(count=own))
    return DONE


def _write(path: Path, settings: Settings, wanted: Namespace) -> None:
    size = {} if wanted.leads is None else {"leads": wanted.leads}
    plainly(demonstration.write)(path, settings.desk, **size)
