"""Commands that put in order: merge two into one, delete to the trash and back, erase personal data."""

from argparse import Namespace

from leadtui.cli import documents, output
from leadtui.desk import Desk
from leadtui.domain.errors import DONE, UsageError
from leadtui.i18n import N_, _
from leadtui.services import book, copies, customers, leads, merging, trash
from leadtui.services.entering import entered_field
from leadtui.services.merging import MergePreview
from leadtui.ui import drafts


def merge(desk: Desk, wanted: Namespace) -> int:
    """Make one of two; every field that differs is told as it was, as the other's and as it is to be."""
    take = {entered_field(name).key for name in wanted.take}
    if leads.is_number(wanted.keep) or not customers.is_number(wanted.keep):
        keep, other = leads.find(wanted.keep), leads.find(wanted.other)
        _tell(merging.preview(desk, keep, other, take))
        if not wanted.dry_run:
            merging.merge(desk, keep, other, take)
    else:
        keep, other = customers.find(wanted.keep), customers.find(wanted.other)
        _tell(merging.preview_customers(desk, keep, other, take))
        if not wanted.dry_run:
            merging.merge_customers(desk, keep, other, take)
    return DONE


def _tell(found: MergePreview) -> None:
    for each in found.fields:
        output.narrate(f"{each.label}: {each.kept or '-'} | {each.other or '-'} → {each.result or '-'}")
    if found.is_two_customers:
        output.narrate(
            _("{other} becomes {customer}; {count} more leads of it come along.").format(
                other=found.other_customer, customer=found.customer, count=found.leads_moved
            )
        )
    output.narrate(
        _("{count} records of {other} go to {keep}.").format(
            count=found.moved, other=found.other_no, keep=found.keep_no
        )
    )


def delete(desk: Desk, wanted: Namespace) -> int:
    """Put a lead into the trash; `undo` or `restore-lead` bring it back."""
    trash.delete(desk, leads.find(wanted.lead_no))
    return DONE


def restore(desk: Desk, wanted: Namespace) -> int:
    """Bring a lead back from the trash."""
    trash.restore(desk, trash.find(wanted.lead_no))
    return DONE


def trash_list(desk: Desk, wanted: Namespace) -> int:
    """What is in the trash."""
    found = trash.discarded()
    if wanted.json:
        keys = ("lead_no", "customer", "deleted_at", "note")
        output.document([{key: documents.plain(getattr(each, key), desk.zone) for key in keys} for each in found])
    else:
        output.table(
            [
                [each.lead_no, each.customer, f"{each.deleted_at.astimezone(desk.zone):%Y-%m-%d %H:%M}", each.note]
                for each in found
            ]
        )
    return DONE


def erase(desk: Desk, wanted: Namespace) -> int:
    """Erase a customer's personal data, once `--yes` says that this is meant."""
    customer_id = trash.customer(wanted.customer_no)
    if not wanted.yes:
        found = customers.view(desk, customer_id)
        raise UsageError(
            N_("This erases {contacts} contacts and all texts of {leads} leads for good. Add --yes if you mean it."),
            contacts=len(found.contacts),
            leads=len(found.leads),
        )
    erased = trash.erase(desk, customer_id)
    if path := book.open_path():
        drafts.forget_about(path, erased.lead_nos, erased.words)
    if older := copies.of_open_book():
        output.narrate(
            _("Older copies that still hold it: {count}, in {path}. They go as they grow old; or delete them.").format(
                count=len(older), path=older[0].path.parent
            )
        )
    return DONE
