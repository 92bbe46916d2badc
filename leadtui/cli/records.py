"""What hangs on a lead, added, changed and removed from the command line: contacts, milestones, objections …"""

from argparse import Namespace

from leadtui.cli.words import pairs, usage
from leadtui.desk import Desk
from leadtui.domain import values
from leadtui.domain.errors import DONE, UsageError
from leadtui.domain.fields import CONTACT_FIELDS, Entity, RecordSection
from leadtui.i18n import N_
from leadtui.services import leads, records


def attach(desk: Desk, wanted: Namespace) -> int:
    """Add one record to a lead from FIELD=VALUE pairs; with --id change that record, with --remove take it away."""
    entity = _entity(wanted.kind)
    entered = dict(pairs(wanted.assignments))
    _check_options(entity, wanted)
    with usage():
        for key, text in entered.items():
            values.read(records.field_of(entity, key), text, desk)
    lead_id = leads.find(wanted.lead_no)
    if wanted.remove:
        records.remove(desk, lead_id, entity, wanted.id)
    elif wanted.id is not None:
        records.edit(desk, lead_id, entity, wanted.id, entered)
    else:
        records.attach(desk, lead_id, entity, entered)
    return DONE


def _check_options(entity: Entity, wanted: Namespace) -> None:
    if wanted.remove and (wanted.id is None or wanted.assignments):
        raise UsageError(N_("--remove takes the --id of the record, as `show` tells it, and no --set."))
    if not wanted.remove and not wanted.assignments:
        raise UsageError(N_("Give the record's fields with --set FIELD=VALUE."))
    if entity in records.UNCHANGED and wanted.id is not None and not wanted.remove:
        raise UsageError(N_("This is not changed: --remove it, and attach another."))


def _entity(kind: str) -> Entity:
    word = kind.strip().casefold()
    section = RecordSection.named(word)
    found = [each for each in records.ATTACHED if word == each or section == each.value]
    if CONTACT_FIELDS[0].is_called(word):
        return Entity.CONTACT
    if not found:
        raise UsageError(N_("“{text}” is none of: {choices}"), text=kind, choices=", ".join(records.ATTACHED))
    return found[0]
