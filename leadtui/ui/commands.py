"""The one registry of commands: key, footer word, palette entry, help line and id for remapping of each.

A command's action is a method of the screen (or the app) it belongs to; `twin` keys work while a Chinese input
method is on.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from leadtui.i18n import N_, NP_, Marked, told


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do. A move of the cursor has its keys and its help line, but no place in the palette."""

    id: str
    keys: str
    action: str
    title: Marked
    help: str
    scope: str
    in_footer: bool = False
    is_move: bool = False

    @property
    def label(self) -> str:
        """The command's short verb in the language being spoken."""
        return told(self.title)

    @property
    def first_key(self) -> str:
        """The key that footer and help name first."""
        return self.keys.split(",")[0]


APP, LEAD, LIST, BOARD, MOVE, FORM = "app", "lead", "list", "board", "move", "form"

COMMANDS: tuple[Command, ...] = (
    Command("view.today", "1", "app.show_view('today')", NP_("command", "Today"), N_("Who is due today"), APP),
    Command("view.leads", "2", "app.show_view('leads')", NP_("command", "Leads"), N_("All leads"), APP),
    Command("view.board", "3", "app.show_view('board')", NP_("command", "Board"), N_("The stage board"), APP),
    Command("lead.log", "f,f4", "log", NP_("command", "Log"), N_("Log a follow-up, with its next step"), LEAD, True),
    Command(
        "lead.when",
        "r,f9",
        "reschedule",
        NP_("command", "Reschedule"),
        N_("Move the next step to another day"),
        LEAD,
        True,
    ),
    Command(
        "lead.snooze", "z", "snooze", NP_("command", "Snooze"), N_("Off the list until a day, for a reason"), LEAD, True
    ),
    Command("plan.done", "c,f8", "complete", NP_("command", "Done"), N_("Mark the next step done"), LEAD, True),
    Command("lead.new", "n,f2", "add", NP_("command", "New"), N_("Add a lead"), APP),
    Command("lead.edit", "e", "edit", NP_("command", "Edit"), N_("Edit the lead"), LEAD, True),
    Command("lead.open", "enter", "open", NP_("command", "Open"), N_("Show the lead whole"), LEAD),
    Command("lead.move", "m", "move", NP_("command", "Move"), N_("Move the lead to another stage"), LEAD),
    Command(
        "lead.reveal", "o", "reveal", NP_("command", "Reveal"), N_("Show contact details for 30 s; recorded"), LEAD
    ),
    Command(
        "lead.copy", "y", "copy_phone", NP_("command", "Copy number"), N_("Copy the number unseen; recorded"), LEAD
    ),
    Command(
        "board.right",
        "L,greater_than_sign,right_double_angle_bracket",
        "shift(1)",
        NP_("command", "Move right"),
        N_("Move the card one stage on"),
        BOARD,
        True,
    ),
    Command(
        "board.left",
        "H,less_than_sign,left_double_angle_bracket",
        "shift(-1)",
        NP_("command", "Move left"),
        N_("Move the card one stage back"),
        BOARD,
        True,
    ),
    Command(
        "board.carry",
        "space",
        "carry",
        NP_("command", "Pick up"),
        N_("Pick the card up: arrows or a digit choose the column, Enter drops it, Esc puts it back"),
        BOARD,
        True,
    ),
    Command(
        "board.mark", "v", "mark", NP_("command", "Mark"), N_("Mark the card, to move several at once"), BOARD, True
    ),
    Command(
        "board.turn",
        "b",
        "turn",
        NP_("command", "Turn"),
        N_("Columns by stage, status, grade or owner"),
        BOARD,
        True,
    ),
    Command("board.order", "s", "order", NP_("command", "Order"), N_("Cards by due, amount, age or hand"), BOARD),
    Command("board.density", "d", "density", NP_("command", "Dense/roomy"), N_("Two lines a card, or four"), BOARD),
    Command("board.fold", "x", "fold", NP_("command", "Fold"), N_("Fold the column to a strip, or unfold it"), BOARD),
    Command("list.everyone", "a", "app.everyone", NP_("command", "Mine/all"), N_("Mine only, or every owner's"), LIST),
    Command(
        "list.filter",
        "slash,ideographic_comma,fullwidth_solidus,f3",
        "filter",
        NP_("command", "Filter"),
        N_("Show only what matches words and terms"),
        LEAD,
        True,
    ),
    Command("edit.undo", "u", "undo", NP_("command", "Undo"), N_("Take back the last change"), APP, False),
    Command("edit.redo", "U,ctrl+r", "redo", NP_("command", "Redo"), N_("Repeat what was taken back"), APP),
    Command("data.import", "i", "bring_sheet", NP_("command", "Import"), N_("Bring in a sheet (xlsx, csv)"), APP),
    Command(
        "app.palette",
        "colon,fullwidth_colon,ctrl+p",
        "app.command_palette",
        NP_("command", "Commands"),
        N_("Every command and every lead by name"),
        APP,
        True,
    ),
    Command(
        "app.help",
        "question_mark,fullwidth_question_mark,f1",
        "app.show_help",
        NP_("command", "Help"),
        N_("All keys of what has the focus"),
        APP,
        True,
    ),
    Command(
        "app.language", "ctrl+l", "app.switch_language", NP_("command", "中文/English"), N_("Switch the language"), APP
    ),
    Command(
        "app.theme",
        "ctrl+t",
        "app.switch_theme",
        NP_("command", "Light/dark"),
        N_("Switch between the dark and the light theme"),
        APP,
    ),
    Command("app.back", "escape", "back", NP_("command", "Back"), N_("Leave the filter or the pane"), LEAD),
    Command("app.quit", "q,ctrl+q", "app.quit", NP_("command", "Quit"), N_("Leave leadtui"), APP),
    Command(
        "form.save", "f2,ctrl+s", "save", NP_("command", "Save"), N_("Save, and go on to the next lead"), FORM, True
    ),
    Command("form.cancel", "escape", "cancel", NP_("command", "Cancel"), N_("Leave without saving"), FORM, True),
)

MOVES = (
    Command("move.down", "down,j", "step(1)", NP_("command", "Down"), N_("The next lead"), MOVE, is_move=True),
    Command("move.up", "up,k", "step(-1)", NP_("command", "Up"), N_("The lead before"), MOVE, is_move=True),
    Command(
        "move.page_down",
        "pagedown,ctrl+d",
        "page(1)",
        NP_("command", "Page down"),
        N_("A page down"),
        MOVE,
        is_move=True,
    ),
    Command(
        "move.page_up", "pageup,ctrl+u", "page(-1)", NP_("command", "Page up"), N_("A page up"), MOVE, is_move=True
    ),
    Command("move.first", "home,g", "first", NP_("command", "First"), N_("The first lead"), MOVE, is_move=True),
    Command("move.last", "end,G", "last", NP_("command", "Last"), N_("The last lead"), MOVE, is_move=True),
    Command(
        "move.left",
        "left,h",
        "column(-1)",
        NP_("command", "Column left"),
        N_("The column to the left"),
        BOARD,
        is_move=True,
    ),
    Command(
        "move.right",
        "right,l",
        "column(1)",
        NP_("command", "Column right"),
        N_("The column to the right"),
        BOARD,
        is_move=True,
    ),
)
COMMANDS += MOVES

BY_ID = {command.id: command for command in COMMANDS}


def of(*scopes: str) -> Iterator[Command]:
    """The commands of these scopes, in the order of the registry."""
    return (command for command in COMMANDS if command.scope in scopes)


def leaving() -> list[BindingType]:
    """Only the way out, for a page that has nothing to save."""
    return [Binding(each.keys, each.action, each.label, id=each.id) for each in COMMANDS if each.id == "form.cancel"]


def bindings(*scopes: str) -> list[BindingType]:
    """The key bindings of these scopes; their texts are looked up by id where they are shown.

    Outside forms they take the key before any widget does, so that keys typed ahead are carried out in their order.
    """
    return [
        Binding(
            command.keys,
            command.action,
            command.label,
            show=command.in_footer,
            id=command.id,
            priority=command.scope != FORM,
        )
        for command in of(*scopes)
    ]
