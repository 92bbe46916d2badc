"""Every command there is: id, keys, action, footer word, help line, and whether the bottom line names it.

A command's action is a method of the screen (or the app) it belongs to; full-width twins of keys work while a Chinese
input method is on. The order is that of help, palette and footer.
"""

from leadtui.i18n import N_, NP_, Marked

FOOTER, MORE = True, False

Declared = tuple[str, str, str, Marked, str, bool]
"""A command as it is written down."""

# fmt: off
_APP = (
    ("view.today", "1", "app.show_view('today')", NP_("command", "Today"), N_("Who is due today"), MORE),
    ("view.leads", "2", "app.show_view('leads')", NP_("command", "Leads"), N_("All leads"), MORE),
    ("view.board", "3", "app.show_view('board')", NP_("command", "Board"), N_("The stage board"), MORE),
    ("lead.new", "n,f2", "add", NP_("command", "New"), N_("Add a lead"), MORE),
    ("edit.undo", "u", "undo", NP_("command", "Undo"), N_("Take back the last change"), MORE),
    ("edit.redo", "U,ctrl+r", "redo", NP_("command", "Redo"), N_("Repeat what was taken back"), MORE),
    ("data.import", "i", "bring_sheet", NP_("command", "Import"), N_("Bring in a sheet (xlsx, csv)"), MORE),
    ("app.palette", "colon,fullwidth_colon,ctrl+p", "app.command_palette", NP_("command", "Commands"),
     N_("Every command and every lead by name"), FOOTER),
    ("app.help", "question_mark,fullwidth_question_mark,f1", "app.show_help", NP_("command", "Help"),
     N_("All keys of what has the focus"), FOOTER),
    ("app.language", "ctrl+l", "app.switch_language", NP_("command", "中文/English"), N_("Switch the language"), MORE),
    ("app.theme", "ctrl+t", "app.switch_theme", NP_("command", "Light/dark"),
     N_("Switch between the dark and the light theme"), MORE),
    ("app.quit", "q,ctrl+q", "app.quit", NP_("command", "Quit"), N_("Leave leadtui"), MORE),
)

_LEAD = (
    ("lead.log", "f,f4", "log", NP_("command", "Log"), N_("Log a follow-up, with its next step"), FOOTER),
    ("lead.when", "r,f9", "reschedule", NP_("command", "Reschedule"), N_("Move the next step to another day"), FOOTER),
    ("lead.snooze", "z", "snooze", NP_("command", "Snooze"), N_("Off the list until a day, for a reason"), FOOTER),
    ("plan.done", "c,f8", "complete", NP_("command", "Done"), N_("Mark the next step done"), FOOTER),
    ("lead.edit", "e", "edit", NP_("command", "Edit"), N_("Edit the lead"), FOOTER),
    ("lead.open", "enter", "open", NP_("command", "Open"), N_("Show the lead whole"), MORE),
    ("lead.move", "m", "move", NP_("command", "Move"), N_("Move the lead to another stage"), MORE),
    ("lead.reveal", "o", "reveal", NP_("command", "Reveal"), N_("Show contact details for 30 s; recorded"), MORE),
    ("lead.copy", "y", "copy_phone", NP_("command", "Copy number"), N_("Copy the number unseen; recorded"), MORE),
    ("list.filter", "slash,ideographic_comma,fullwidth_solidus,f3", "filter", NP_("command", "Filter"),
     N_("Show only what matches words and terms"), FOOTER),
    ("app.back", "escape", "back", NP_("command", "Back"), N_("Leave the filter or the pane"), MORE),
    ("lead.no_answer", "w", "no_answer", NP_("command", "No answer"),
     N_("Tried and not reached: noted, the plan stays, on to the next lead"), MORE),
    ("plan.later", "plus,fullwidth_plus_sign,equals_sign", "shift_day(1)", NP_("command", "A day on"),
     N_("The next step a day later"), MORE),
    ("plan.sooner", "minus,fullwidth_hyphen_minus", "shift_day(-1)", NP_("command", "A day back"),
     N_("The next step a day sooner, never into the past"), MORE),
)

_LIST = (
    ("list.everyone", "a", "app.everyone", NP_("command", "Mine/all"), N_("Mine only, or every owner's"), MORE),
    ("list.mark", "v", "mark", NP_("command", "Mark"), N_("Mark the lead: keys then act on all marked"), MORE),
    ("list.mark_all", "V", "mark_all", NP_("command", "Mark all"),
     N_("Mark all of the section, or of the list; again takes the marks off"), MORE),
)

_LEADS = (
    ("list.sort", "s", "sort", NP_("command", "Sort"), N_("Sort by the next of date, name, grade, stage, amount …"),
     MORE),
)

_BOARD = (
    ("board.right", "L,greater_than_sign,right_double_angle_bracket", "shift(1)", NP_("command", "Move right"),
     N_("Move the card one stage on"), FOOTER),
    ("board.left", "H,less_than_sign,left_double_angle_bracket", "shift(-1)", NP_("command", "Move left"),
     N_("Move the card one stage back"), FOOTER),
    ("board.carry", "space", "carry", NP_("command", "Pick up"),
     N_("Pick the card up: arrows or a digit choose the column, Enter drops it, Esc puts it back"), FOOTER),
    ("board.mark", "v", "mark", NP_("command", "Mark"), N_("Mark the card, to move several at once"), FOOTER),
    ("board.turn", "b", "turn", NP_("command", "Turn"), N_("Columns by stage, status, grade or owner"), FOOTER),
    ("board.order", "s", "order", NP_("command", "Order"), N_("Cards by due, amount, age or hand"), MORE),
    ("board.density", "d", "density", NP_("command", "Dense/roomy"), N_("Two lines a card, or four"), MORE),
    ("board.fold", "x", "fold", NP_("command", "Fold"), N_("Fold the column to a strip, or unfold it"), MORE),
    ("move.left", "left,h", "column(-1)", NP_("command", "Column left"), N_("The column to the left"), MORE),
    ("move.right", "right,l", "column(1)", NP_("command", "Column right"), N_("The column to the right"), MORE),
)

_FORM = (
    ("form.save", "f2,ctrl+s", "save", NP_("command", "Save"), N_("Save, and go on to the next lead"), FOOTER),
    ("form.cancel", "escape", "cancel", NP_("command", "Cancel"), N_("Leave without saving"), FOOTER),
)

_TODAY = (
    ("today.skip", "s", "skip", NP_("command", "Skip"), N_("Put the lead aside until the others are done"), MORE),
    ("today.fold", "x", "fold", NP_("command", "Fold"), N_("Fold the section to its heading, or unfold it"), MORE),
    ("today.ahead", "t", "look_ahead", NP_("command", "Look ahead"),
     N_("Today, tomorrow, this week, next week"), MORE),
    ("today.spread", "S", "spread", NP_("command", "Spread"),
     N_("Spread what is overdue over coming working days"), MORE),
)

_PAGE: tuple[Declared, ...] = ()

_MOVE = (
    ("move.down", "down,j", "step(1)", NP_("command", "Down"), N_("The next lead"), MORE),
    ("move.up", "up,k", "step(-1)", NP_("command", "Up"), N_("The lead before"), MORE),
    ("move.page_down", "pagedown,ctrl+d", "page(1)", NP_("command", "Page down"), N_("A page down"), MORE),
    ("move.page_up", "pageup,ctrl+u", "page(-1)", NP_("command", "Page up"), N_("A page up"), MORE),
    ("move.first", "home,g", "first", NP_("command", "First"), N_("The first lead"), MORE),
    ("move.last", "end,G", "last", NP_("command", "Last"), N_("The last lead"), MORE),
)
# fmt: on

BY_SCOPE: dict[str, tuple[Declared, ...]] = {
    "lead": _LEAD,
    "list": _LIST,
    "today": _TODAY,
    "leads": _LEADS,
    "page": _PAGE,
    "board": _BOARD,
    "form": _FORM,
    "app": _APP,
    "move": _MOVE,
}
"""The commands by where they work."""
