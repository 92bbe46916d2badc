"""Whether leads were computed by the rules that this program knows. Asked at every start: it needs no rule for that."""

from leadtui.store.models import Lead

RULES = 2
"""Counted up whenever what is derived changes its meaning: leads computed by older rules are computed anew."""
SHOWABLE = 1
"""Leads computed by older rules than these show wrong days; newer ones only lack words in the index."""


def are_behind() -> bool:
    """Whether any lead was computed by older rules."""
    return bool(Lead.select().where(Lead.derived_by < RULES).exists())
