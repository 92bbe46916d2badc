"""The team's settings as a command: list, show, and put one in force."""

import json
from argparse import Namespace

from leadtui.cli import output
from leadtui.desk import Desk
from leadtui.domain.errors import DONE, FieldError, LeadtuiError, UsageError
from leadtui.domain.topics import Topic
from leadtui.i18n import N_, _
from leadtui.services import team


def settings(desk: Desk, wanted: Namespace) -> int:
    """All settings, or one; with --set that one is put in force first."""
    if wanted.key is None:
        if wanted.set is not None:
            raise UsageError(N_("Which setting? Name it before --set: {names}"), names=", ".join(team.TOPICS))
        return _all(is_json=wanted.json)
    topic = team.topic(wanted.key)
    if wanted.set is not None:
        _put(desk, topic.key, wanted.set)
    if wanted.json:
        output.document(team.document(topic.key))
    elif wanted.set is None:
        _one(topic)
    return DONE


def _all(*, is_json: bool) -> int:
    if is_json:
        output.document({key: team.document(key) for key in team.TOPICS})
        return DONE
    output.table([[each.topic.key, each.topic.label, _(each.topic.about)] for each in team.tables()])
    return DONE


def _one(topic: Topic[object]) -> None:
    shown = team.table(topic.key)
    output.table(
        [[cell.label for cell in shown.cells], *([row[cell.key] for cell in shown.cells] for row in shown.rows)]
    )


def _put(desk: Desk, key: str, text: str) -> None:
    try:
        given = json.loads(text)
    except ValueError:
        # A number template holds braces and is no JSON; any other word is told apart by the setting itself.
        given = text
    try:
        team.put(desk, key, given)
    except FieldError as error:
        raise LeadtuiError(N_("{refusal} ({fields})"), refusal=error, fields=error.key) from error
