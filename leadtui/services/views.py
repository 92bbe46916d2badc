"""Saved views: a rep's own filters under a name, each on a digit. They lie in the database, through the journal: they
can be undone, and are there in every window and on every machine from which the rep opens the book."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from leadtui.desk import Desk
from leadtui.domain import filters
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.text import LINE_LIMIT, clean
from leadtui.i18n import N_
from leadtui.services.leads import conditions
from leadtui.store import journal, settings
from leadtui.store.models import Setting

KEYS = ("5", "6", "7", "8", "9")
"""The digits that recall a view."""


@dataclass(frozen=True, slots=True)
class View:
    """A filter line with a name of one word, on a digit."""

    key: str
    name: str
    filter: str


def saved(desk: Desk) -> tuple[View, ...]:
    """The rep's views by digit."""
    written = settings.text(_setting(desk))
    found = [View(**each) for each in json.loads(written)] if written else []
    return tuple(sorted(found, key=lambda view: view.key))


def on_key(desk: Desk, key: str) -> View | None:
    """The view on a digit, or None."""
    return next((view for view in saved(desk) if view.key == key), None)


def save(desk: Desk, view: View) -> View:
    """Keep a filter under a name on a digit, in place of what was there.

    Raises LeadtuiError for a filter that is empty or cannot be read, and for a name that is taken or no single word.
    """
    name, line = clean(view.name, limit=40).removeprefix("@"), clean(view.filter, limit=LINE_LIMIT)
    wanted = filters.parse(line)
    if wanted.is_empty:
        raise LeadtuiError(N_("There is no filter to save; / filters first."))
    conditions(desk, wanted)
    others = [each for each in saved(desk) if each.key != view.key]
    _check_name(name, others)
    if view.key not in KEYS:
        raise LeadtuiError(N_("A view lies on one of the digits {keys}."), keys=" ".join(KEYS))
    kept = View(view.key, name, line)
    _write(desk, [*others, kept], N_("Save view: {view}"), name)
    return kept


def rename(desk: Desk, key: str, name: str) -> None:
    """Give the view on a digit another name; LeadtuiError where there is none or the name is taken."""
    present = _present(desk, key)
    others = [each for each in saved(desk) if each.key != key]
    name = clean(name, limit=40).removeprefix("@")
    _check_name(name, others)
    _write(desk, [*others, replace(present, name=name)], N_("Rename view: {view}"), name)


def remove(desk: Desk, key: str) -> None:
    """Forget the view on a digit; LeadtuiError where there is none."""
    present = _present(desk, key)
    _write(desk, [each for each in saved(desk) if each.key != key], N_("Remove view: {view}"), present.name)


def expanded(desk: Desk, line: str) -> str:
    """A filter line with the filter of each view named as `@name` in its place; LeadtuiError for an unknown one."""
    found = {view.name.casefold(): view.filter for view in saved(desk)}
    return " ".join(_expanded(token, found) for token in line.split())


def _expanded(token: str, found: dict[str, str]) -> str:
    if not token.startswith("@") or len(token) == 1:
        return token
    name = token.removeprefix("@").casefold()
    if name not in found:
        raise LeadtuiError(N_("There is no view {name}. F in the full screen shows them."), name=token)
    return found[name]


def _check_name(name: str, others: Sequence[View]) -> None:
    if not name or len(name.split()) > 1:
        raise LeadtuiError(N_("A view's name is one word."))
    if name.casefold() in {each.name.casefold() for each in others}:
        raise LeadtuiError(N_("Another view has the name {name}."), name=name)


def _present(desk: Desk, key: str) -> View:
    view = on_key(desk, key)
    if view is None:
        raise LeadtuiError(N_("No view lies on {key}."), key=key)
    return view


def _setting(desk: Desk) -> str:
    return f"views:{desk.me}"


def _write(desk: Desk, views: Sequence[View], act: str, name: str) -> None:
    value = json.dumps([asdict(view) for view in views], ensure_ascii=False)
    with journal.change(desk, act, view=name) as change:
        row = Setting.get_or_none(Setting.key == _setting(desk))
        if row is None:
            change.insert(Setting, key=_setting(desk), value=value)
        else:
            change.update(Setting, row.id, value=value)
