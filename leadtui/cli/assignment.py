"""The team's assignment rules (R54): told, set, taken away."""

from argparse import Namespace
from dataclasses import asdict

from leadtui.cli import output
from leadtui.cli.words import pairs
from leadtui.desk import Desk
from leadtui.domain.errors import DONE
from leadtui.services import assignment


def rules(desk: Desk, wanted: Namespace) -> int:
    """Set the rules where any are given, then tell those that stand, in their order: the first that fits counts."""
    if wanted.rules or wanted.clear:
        assignment.set_rules(desk, [assignment.rule(fits, owner) for fits, owner in pairs(wanted.rules)])
    found = assignment.rules()
    if wanted.json:
        output.document([asdict(each) for each in found])
    else:
        output.table([[each.region or "-", each.industry or "-", each.owner] for each in found])
    return DONE
