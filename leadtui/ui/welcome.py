"""The first minute: language, time zone, and how to begin; then the sample, put in and taken away again."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from leadtui import config, i18n
from leadtui.domain.errors import LeadtuiError
from leadtui.i18n import N_, _, ngettext
from leadtui.ui.dialogs.fork import Fork, Way
from leadtui.ui.lead_screen import LeadScreen

if TYPE_CHECKING:
    from leadtui.ui.app import LeadTui

SHEET, SAMPLE, EMPTY = "sheet", "sample", "empty"
SAMPLE_IS_IN = N_("This is sample data: try anything. Z takes all of it away.")


async def welcome(app: "LeadTui") -> None:
    """Ask a newcomer for language and zone where nobody has set them, then how to begin."""
    if app.settings.asks_language:
        await _ask_language(app)
    if app.settings.asks_zone:
        await ask_zone(app)
    chosen = await app.push_screen_wait(
        Fork(
            _("Whoever is due today stands first, with the reason why. Where do the leads come from?"),
            (
                Way(SHEET, _("Import a sheet"), _("the follow-up table you use today (xlsx, csv)")),
                Way(SAMPLE, _("Sample data"), _("a team's month to try things on; gone with one key")),
                Way(EMPTY, _("Start empty"), _("n adds the first lead")),
            ),
        )
    )
    config.note_welcomed()
    if chosen == SHEET and isinstance(app.screen, LeadScreen):
        app.screen.action_bring_sheet()
    elif chosen == SAMPLE:
        show_sample(app)


async def _ask_language(app: "LeadTui") -> None:
    ways = [Way("zh_CN", "中文", "Chinese"), Way("en", "English", "英文")]
    if i18n.language() == "en":
        ways.reverse()
    language = await app.push_screen_wait(Fork("语言 / Language", tuple(ways)))
    i18n.speak(language)
    app.refresh_all()
    try:
        config.set_language(language)
    except LeadtuiError as error:
        app.tell(str(error), is_trouble=True)


async def ask_zone(app: "LeadTui") -> None:
    """Ask in which zone the rep works."""
    from leadtui.ui.dialogs.zone import ZoneQuestion

    zone = await app.push_screen_wait(ZoneQuestion(app.book.desk))
    if zone is not None:
        app.change_zone(zone)


def show_sample(app: "LeadTui") -> None:
    """Go on with the sample in the place of the user's own book."""
    here = replace(app.settings, desk=app.book.desk, is_newcomer=False, asks_zone=False, language=i18n.language())
    own = app.settings.own_database
    if not isinstance(own, Path):
        return  # a team's book is never empty for want of a first day
    sample = config.sample_of(own)
    app.go_on_with(replace(here, database=sample, is_sample=True, warnings=(_(SAMPLE_IS_IN),)))


async def take_sample_away(app: "LeadTui") -> None:
    """Go on with the user's own book, once it was said what goes and what stays."""
    from leadtui.services import demo

    own = len(await app.book.ask(demo.own_leads))
    if own:
        kept = ngettext(
            "The {count} lead you added goes into your own book.",
            "The {count} leads you added go into your own book.",
            own,
        ).format(count=own)
    else:
        kept = _("Your own book is empty or as you left it.")
    chosen = await app.push_screen_wait(
        Fork(
            _("Take the sample data away, with everything done to it?") + f" {kept}",
            (Way("go", _("Take it away")), Way("stay", _("Keep it for now"))),
        )
    )
    if chosen == "go":
        told = _("The sample data is gone. This is your own book.")
        here = replace(app.settings, desk=app.book.desk, language=i18n.language(), warnings=(told,))
        app.go_on_with(replace(here, database=app.settings.own_database, is_sample=False))
