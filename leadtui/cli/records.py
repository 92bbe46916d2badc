"""What hangs on a lead, added from the command line: contact, milestone, objection, amendment, confirmation, tag."""

from argparse import Namespace

from leadtui.cli.words import pairs, usage
from leadtui.desk import Desk
from leadtui.domain import values
from leadtui.domain.errors import DONE, UsageError
from leadtui.domain.fields import CONTACT_FIELDS, Entity, RecordSection
from leadtui.i18n import N_
from leadtui.services import leads, records


def attach(desk: Desk, wanted: Namespace) -> int:
    """Add one record to a lead from FIELD=VALUE pairs."""
    entity = _entity(wanted.kind)
    entered = dict(pairs(wanted.assignments))
    with usage():
        for key, text in entered.items():
            values.read(records.field_of(entity, key), text, desk)
    records.attach(desk, leads.find(wanted.lead_no), entity, entered)
    return DONE


def _entity(kind: str) -> Entity:
    word = kind.strip().casefold()
    section = RecordSection.named(word)
    found = [each for each in records.ATTACHED if word == each or section == each.value]
    if CONTACT_FIELDS[0].is_called(word):
        return Entity.CONTACT
    if not found:
        raise UsageError(N_("“{text}” is none of: {choices}"), text=kind, choices=", ".join(records.ATTACHED))
    return found[0]
