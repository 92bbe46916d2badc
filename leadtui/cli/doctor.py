"""The doctor: a plain verdict on everything, and a way out for each finding."""

from argparse import Namespace

from leadtui.cli import output, surroundings
from leadtui.config import Settings
from leadtui.domain.errors import DONE, FAILED
from leadtui.i18n import _, ngettext
from leadtui.services import examination


def doctor(settings: Settings, wanted: Namespace) -> int:
    """Look at surroundings and book; 0 when all is well, 1 with findings. Changes nothing without `--repair`."""
    if wanted.repair:
        examination.repair(settings.database, settings.desk)
        output.narrate(_("Due days and search index were computed anew."))
    findings = [*surroundings.look(settings), *examination.examine(settings.database, settings.desk)]
    troubles = [each for each in findings if not each.is_fine]
    if wanted.json:
        output.document(
            {
                "ok": not troubles,
                "findings": [
                    {"topic": each.topic, "ok": each.is_fine, "says": each.says, "way_out": each.way_out}
                    for each in findings
                ],
            }
        )
        return FAILED if troubles else DONE
    for each in findings:
        output.line(f"{'ok' if each.is_fine else '!!'}  {each.says}")
        if each.way_out:
            output.line(f"      → {each.way_out}")
    if troubles:
        output.narrate(
            ngettext("{count} thing to look at.", "{count} things to look at.", len(troubles)).format(
                count=len(troubles)
            )
        )
        return FAILED
    output.narrate(_("All is well."))
    return DONE
