"""A lead's own life under one name: captured, edited, assigned, moved through the gates (R5, R24, R54–R56)."""

from leadtui.services.capture import FIRST_TOUCH, add, assign, edit, edit_within
from leadtui.services.cycles import refer, repurchase
from leadtui.services.entering import ENTERED, entered_field
from leadtui.services.moves import (
    GateError,
    Moved,
    gate_facts,
    move,
    move_many,
    move_within,
    told_move,
)

__all__ = [
    "ENTERED",
    "FIRST_TOUCH",
    "GateError",
    "Moved",
    "add",
    "assign",
    "edit",
    "edit_within",
    "entered_field",
    "gate_facts",
    "move",
    "move_many",
    "move_within",
    "refer",
    "repurchase",
    "told_move",
]
