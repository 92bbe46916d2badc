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
    ("view.review", "4", "app.show_view('review')", NP_("command", "Review"),
     N_("What works: figures of a period beside the one before"), MORE),
    ("lead.new", "n,f2", "add", NP_("command", "New"), N_("Add a lead"), MORE),
    ("edit.undo", "u", "undo", NP_("command", "Undo"), N_("Take back the last change"), MORE),
    ("edit.redo", "U,ctrl+r", "redo", NP_("command", "Redo"), N_("Repeat what was taken back"), MORE),
    ("data.import", "i", "bring_sheet", NP_("command", "Import"), N_("Bring in a sheet (xlsx, csv)"), MORE),
    ("app.palette", "colon,fullwidth_colon,ctrl+p", "app.command_palette", NP_("command", "Commands"),
     N_("Every command and every lead by name"), FOOTER),
    ("app.help", "question_mark,fullwidth_question_mark,f1", "app.show_help", NP_("command", "Help"),
     N_("All keys of what has the focus"), FOOTER),
    ("app.language", "ctrl+l", "app.switch_language", NP_("command", "中文/English"), N_("Switch the language"), MORE),
    ("app.theme", "ctrl+t", "app.switch_theme", NP_("command", "Theme"),
     N_("The next theme: dark, light, high contrast, the terminal's own colours"), MORE),
    ("app.paint", "f5", "app.paint", NP_("command", "Redraw"), N_("Draw the whole screen anew"), MORE),
    ("lead.quick", "N", "quick_add", NP_("command", "Quick add"), N_("Add a lead in one line"), MORE),
    ("view.next", "right_square_bracket,right_black_lenticular_bracket,fullwidth_right_square_bracket",
     "next_view(1)", NP_("command", "Next view"), N_("The next view"), MORE),
    ("view.before", "left_square_bracket,left_black_lenticular_bracket,fullwidth_left_square_bracket",
     "next_view(-1)", NP_("command", "View before"), N_("The view before"), MORE),
    ("app.jump", "J,ctrl+o", "jump", NP_("command", "Jump"), N_("A letter for every place to go to"), MORE),
    ("app.suspend", "ctrl+z", "app.suspend_process", NP_("command", "Suspend"),
     N_("To the shell and back with `fg`"), MORE),
    ("app.quit", "q,ctrl+q", "app.quit", NP_("command", "Quit"), N_("Leave leadtui"), MORE),
    ("view.saved5", "5", "app.recall_view('5')", NP_("command", "View 5"), N_("Show the view saved on 5"), MORE),
    ("view.saved6", "6", "app.recall_view('6')", NP_("command", "View 6"), N_("Show the view saved on 6"), MORE),
    ("view.saved7", "7", "app.recall_view('7')", NP_("command", "View 7"), N_("Show the view saved on 7"), MORE),
    ("view.saved8", "8", "app.recall_view('8')", NP_("command", "View 8"), N_("Show the view saved on 8"), MORE),
    ("view.saved9", "9", "app.recall_view('9')", NP_("command", "View 9"), N_("Show the view saved on 9"), MORE),
    ("view.pool", "0", "app.show_pool", NP_("command", "Pool"), N_("The public pool: leads that nobody tends"), MORE),
    ("sample.remove", "Z", "app.remove_sample", NP_("command", "Sample away"),
     N_("Take the sample data away, without a trace"), MORE),
    ("draft.list", "W", "drafts", NP_("command", "Drafts"), N_("What was typed and never saved"), MORE),
    ("app.history", "Y", "history", NP_("command", "History"), N_("Who did what, and when"), MORE),
    ("team.workload", "O", "workload", NP_("command", "Workload"),
     N_("What each rep has in hand; leads handed over, many at once"), MORE),
    ("app.trash", "X", "trash", NP_("command", "Trash"), N_("What was deleted, to bring it back or erase it"), MORE),
    ("team.settings", "comma,fullwidth_comma", "team_settings", NP_("command", "Settings"),
     N_("The team's settings: sources, numbers, gates, cadence, talk tracks"), MORE),
)

_LEAD = (
    ("lead.log", "f,f4", "log", NP_("command", "Log"), N_("Log a follow-up, with its next step"), FOOTER),
    ("lead.when", "r,f9", "reschedule", NP_("command", "Reschedule"), N_("Move the next step to another day"), FOOTER),
    ("lead.snooze", "z,ctrl+k", "snooze", NP_("command", "Snooze"),
     N_("Off the list until a day, for a reason"), FOOTER),
    ("plan.done", "c,f8", "complete", NP_("command", "Done"), N_("Mark the next step done"), FOOTER),
    ("lead.edit", "e,ctrl+e", "edit", NP_("command", "Edit"), N_("Edit the lead"), FOOTER),
    ("lead.open", "enter", "open", NP_("command", "Open"), N_("Show the lead whole"), MORE),
    ("lead.move", "m", "move", NP_("command", "Move"), N_("Move the lead to another stage"), MORE),
    ("lead.reveal", "o", "reveal", NP_("command", "Reveal"), N_("Show contact details for 30 s; recorded"), MORE),
    ("lead.copy", "y", "copy_phone", NP_("command", "Copy number"), N_("Copy the number unseen; recorded"), MORE),
    ("list.filter", "slash,ideographic_comma,fullwidth_solidus,f3", "filter", NP_("command", "Filter"),
     N_("Show only what matches words and terms"), FOOTER),
    ("view.saved", "F", "saved_views", NP_("command", "Views"), N_("Saved views: recall, save, rename, remove"), MORE),
    ("app.back", "escape", "back", NP_("command", "Back"), N_("Leave the filter or the pane"), MORE),
    ("lead.no_answer", "w,ctrl+n", "no_answer", NP_("command", "No answer"),
     N_("Tried and not reached: noted, the plan stays, on to the next lead"), MORE),
    ("plan.later", "plus,fullwidth_plus_sign,equals_sign,fullwidth_equals_sign", "shift_day(1)",
     NP_("command", "A day on"),
     N_("The next step a day later"), MORE),
    ("plan.sooner", "minus,fullwidth_hyphen_minus", "shift_day(-1)", NP_("command", "A day back"),
     N_("The next step a day sooner, never into the past"), MORE),
    ("lead.brief", "B", "brief", NP_("command", "Brief"), N_("What to know before a visit, on one page"), MORE),
    ("lead.repurchase", "R", "repurchase", NP_("command", "Repurchase"),
     N_("Open the next lead of the same customer"), MORE),
    ("lead.refer", "I", "refer", NP_("command", "Referral"), N_("Open the lead that the customer recommended"), MORE),
    ("lead.merge", "M", "merge", NP_("command", "Merge"), N_("Make one of this lead and a look-alike"), MORE),
    ("lead.delete", "D", "delete", NP_("command", "Delete"), N_("Put the lead into the trash"), MORE),
    ("lead.customer", "C", "customer", NP_("command", "Customer"), N_("All cycles and people of its customer"), MORE),
    ("lead.message", "T", "message", NP_("command", "Message"),
     N_("Fill a message template in and send it to the clipboard; recorded"), MORE),
    ("lead.claim", "p", "claim", NP_("command", "Claim"), N_("Take the lead out of the public pool"), MORE),
    ("lead.release", "P", "release", NP_("command", "Release"),
     N_("Put the lead into the public pool, for a reason"), MORE),
)

_LIST = (
    ("list.everyone", "a", "app.everyone", NP_("command", "Mine/all"), N_("Mine only, or every owner's"), MORE),
    ("list.mark", "v,space", "mark", NP_("command", "Mark"), N_("Mark the lead: keys then act on all marked"), MORE),
    ("list.mark_all", "V", "mark_all", NP_("command", "Mark all"),
     N_("Mark all of the section, or of the list; again takes the marks off"), MORE),
)

_LEADS = (
    ("list.sort", "s", "sort", NP_("command", "Sort"), N_("Sort by the next of date, name, grade, stage, amount …"),
     MORE),
)

_BOARD = (
    ("board.right", "L,greater_than_sign,right_double_angle_bracket,fullwidth_greater_than_sign",
     "shift(1)", NP_("command", "Move right"),
     N_("Move the card one stage on"), FOOTER),
    ("board.left", "H,less_than_sign,left_double_angle_bracket,fullwidth_less_than_sign",
     "shift(-1)", NP_("command", "Move left"),
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

_REVIEW = (
    ("review.open", "enter", "open", NP_("command", "Leads behind"), N_("The leads behind the number"), FOOTER),
    ("review.week", "w", "turn_to('week')", NP_("command", "Week"), N_("This week; again: last week"), FOOTER),
    ("review.month", "m", "turn_to('month')", NP_("command", "Month"), N_("This month; again: last month"), FOOTER),
    ("review.quarter", "Q", "turn_to('quarter')", NP_("command", "Quarter"),
     N_("This quarter; again: last quarter"), MORE),
    ("review.range", "r", "other_days", NP_("command", "Days"), N_("Any days from and to"), FOOTER),
    ("review.earlier", "minus,fullwidth_hyphen_minus", "shift(1)", NP_("command", "Earlier"),
     N_("The period before"), MORE),
    ("review.later", "plus,fullwidth_plus_sign,equals_sign", "shift(-1)", NP_("command", "Later"),
     N_("The period after, up to the present one"), MORE),
    ("review.definition", "d", "define", NP_("command", "Definition"),
     N_("What the figures of the panel mean, and how they are counted"), FOOTER),
    ("review.written", "B", "written", NP_("command", "In words"),
     N_("The period in sentences: what rose, what fell, what needs a decision"), FOOTER),
    ("move.panels_left", "left,h", "column(-1)", NP_("command", "Panels left"), N_("The panels to the left"), MORE),
    ("move.panels_right", "right,l", "column(1)", NP_("command", "Panels right"), N_("The panels to the right"), MORE),
    ("review.report", "E", "report", NP_("command", "To a file"),
     N_("The review as a file to show: html, xlsx or md"), FOOTER),
)

_FORM = (
    ("form.save", "f2,ctrl+s", "save", NP_("command", "Save"), N_("Save, and go on to the next lead"), FOOTER),
    ("form.cancel", "escape", "cancel", NP_("command", "Cancel"), N_("Leave without saving"), FOOTER),
)

_CLOSING = (
    ("page.close", "escape", "cancel", NP_("command", "Back"), N_("Close the page"), FOOTER),
)

_WRITING = (
    ("form.talk", "ctrl+t", "talk_track", NP_("command", "Talk track"),
     N_("Put a talk track where the cursor is"), FOOTER),
)

_SETTINGS = (
    ("settings.open", "enter,right,l", "open", NP_("command", "Edit row"),
     N_("Into the rows; there, edit one"), FOOTER),
    ("settings.add", "a", "add", NP_("command", "Add row"), N_("Add a row to the setting"), FOOTER),
    ("settings.remove", "x,delete", "remove", NP_("command", "Remove row"),
     N_("Remove the row, or put it away where leads carry it"), FOOTER),
    ("settings.back", "escape,left,h", "back", NP_("command", "Out"),
     N_("Back to the settings, and out of them"), FOOTER),
)

_TODAY = (
    ("today.skip", "s", "skip", NP_("command", "Skip"), N_("Put the lead aside until the others are done"), MORE),
    ("today.fold", "x", "fold", NP_("command", "Fold"), N_("Fold the section to its heading, or unfold it"), MORE),
    ("today.ahead", "t", "look_ahead", NP_("command", "Look ahead"),
     N_("Today, tomorrow, this week, next week"), MORE),
    ("today.spread", "S", "spread", NP_("command", "Spread"),
     N_("Spread what is overdue over coming working days"), MORE),
)

_LEAD_FORM = (
    ("section.next", "f4,pagedown", "section(1)", NP_("command", "Section"),
     N_("The next section of the form"), FOOTER),
    ("section.back", "f3,pageup", "section(-1)", NP_("command", "Section before"), N_("The section before"), MORE),
    ("form.take", "f8", "take", NP_("command", "Take"),
     N_("Take what is suggested for the field, or for the whole section"), FOOTER),
    ("form.editor", "f9", "editor", NP_("command", "Editor"), N_("Write a long text in $VISUAL or $EDITOR"), FOOTER),
    ("form.known", "ctrl+o", "open_known", NP_("command", "Open known"),
     N_("Leave the form for the lead that is in the book already"), FOOTER),
)

_DRAFT = (
    ("draft.drop", "ctrl+n", "drop_draft", NP_("command", "Start anew"), N_("Forget the draft and start anew"), MORE),
)

_VIEWS = (
    ("views.keep", "s", "keep", NP_("command", "Save filter"), N_("Save the present filter here"), FOOTER),
    ("views.rename", "r", "rename", NP_("command", "Rename"), N_("Give the view another name"), FOOTER),
    ("views.remove", "x,delete", "remove", NP_("command", "Remove"), N_("Remove the view"), FOOTER),
)

_SHEET = (
    ("sheet.go_on", "f2,ctrl+s", "go_on", NP_("command", "Go on"), N_("On to the next step of the import"), FOOTER),
    ("sheet.back", "escape", "cancel", NP_("command", "Back"), N_("A step back; an import under way stops"), FOOTER),
    ("sheet.correct", "e,space", "correct", NP_("command", "Correct"), N_("Say what the column holds"), FOOTER),
    ("sheet.keep", "plus,fullwidth_plus_sign,equals_sign", "keep", NP_("command", "Keep"),
     N_("Keep the column as lines of the remark"), FOOTER),
    ("sheet.leave_out", "minus,fullwidth_hyphen_minus", "leave_out", NP_("command", "Leave out"),
     N_("Leave the column out"), FOOTER),
    ("sheet.next", "s", "next_sheet", NP_("command", "Sheet"),
     N_("The next sheet of the file, or all of them"), FOOTER),
    ("sheet.doubles", "d", "doubles", NP_("command", "Look-alikes"),
     N_("What becomes of leads that look like one in the book"), FOOTER),
    ("sheet.known_by", "m", "known_by", NP_("command", "Known by"), N_("By what a look-alike is known"), FOOTER),
    ("sheet.spread", "p", "spread", NP_("command", "Spread"),
     N_("Spread the sheet's overdue next steps over coming working days"), FOOTER),
    ("sheet.rejected", "w", "write_rejected", NP_("command", "Rejected rows"),
     N_("Write the rejected rows beside the sheet, with their reasons"), FOOTER),
)

_DRAFTS = (("drafts.forget", "x,delete", "forget", NP_("command", "Forget"), N_("Forget the draft"), FOOTER),)

_PAGE = (
    ("record.add", "a", "add_record", NP_("command", "Add record"),
     N_("Add a contact, milestone, objection, amendment, confirmation, tag, plan or collaborator"), FOOTER),
    ("record.edit", "enter", "edit_record", NP_("command", "Change"),
     N_("Change the record under the cursor; a follow-up is corrected"), FOOTER),
    ("record.remove", "x", "remove_record", NP_("command", "Remove"), N_("Remove the record under the cursor"), FOOTER),
    ("page.kinds", "t", "kinds", NP_("command", "Timeline"), N_("Which kinds of event the timeline shows"), MORE),
)

_BRIEF = (
    ("brief.copy", "y,c", "copy", NP_("command", "Copy"), N_("Copy the text, masked as it is shown"), FOOTER),
)

_MERGE = (
    ("merge.do", "f2,ctrl+s", "merge", NP_("command", "Merge"), N_("Merge the two as shown"), FOOTER),
    ("merge.side", "space,enter", "other_side", NP_("command", "Other side"),
     N_("Take the field from the other one"), FOOTER),
    ("merge.swap", "s", "swap", NP_("command", "Swap"), N_("Keep the other one"), FOOTER),
)

_TRASH = (
    ("trash.restore", "enter,r", "restore", NP_("command", "Restore"), N_("Bring the lead back"), FOOTER),
    ("trash.erase", "E", "erase", NP_("command", "Erase"), N_("Erase its customer's personal data for good"), FOOTER),
)

_HISTORY = (
    ("history.open", "enter", "open", NP_("command", "Go to"), N_("Go to the lead that the entry is about"), FOOTER),
    ("history.by", "b", "turn_by", NP_("command", "Whose"), N_("Everybody's entries, or one person's"), FOOTER),
    ("history.kind", "t", "turn_kind", NP_("command", "Kind"),
     N_("All entries, or changes, or what was seen and sent"), FOOTER),
    ("history.days", "d", "turn_days", NP_("command", "Days"), N_("Ever, today, the last 7 or 30 days"), FOOTER),
)

_WORKLOAD = (
    ("workload.open", "enter", "open", NP_("command", "Their leads"), N_("The open leads of the rep"), FOOTER),
    ("workload.due", "d", "open_due", NP_("command", "Their due list"), N_("What is due today of the rep's"), FOOTER),
    ("workload.hand_over", "r", "hand_over", NP_("command", "Hand over"),
     N_("Give the rep's leads, all or some, to others by turns"), FOOTER),
    ("workload.undo", "u", "undo", NP_("command", "Undo"), N_("Take back what was done last"), FOOTER),
)

_CUSTOMER = (
    ("customer.open", "enter", "open", NP_("command", "Go to"), N_("Go to the cycle in the list of leads"), FOOTER),
    ("customer.merge", "M", "merge", NP_("command", "Merge"), N_("Make one of this customer and another"), FOOTER),
    ("customer.erase", "E", "erase", NP_("command", "Erase"),
     N_("Erase the customer's personal data for good"), FOOTER),
)

_ERASE = (
    ("erase.go_on", "enter", "go_on", NP_("command", "Go on"), N_("On to typing the customer's number"), FOOTER),
)

_FORK = (
    ("fork.take", "enter,space", "take", NP_("command", "Take it"), N_("Take the answer under the cursor"), FOOTER),
    ("fork.first", "1", "pick(0)", NP_("command", "First"), N_("The first answer"), MORE),
    ("fork.second", "2", "pick(1)", NP_("command", "Second"), N_("The second answer"), MORE),
    ("fork.third", "3", "pick(2)", NP_("command", "Third"), N_("The third answer"), MORE),
    ("fork.leave", "escape", "leave", NP_("command", "Leave"), N_("Take the last answer"), MORE),
)

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
    "brief": _BRIEF,
    "board": _BOARD,
    "review": _REVIEW,
    "merge": _MERGE,
    "trash": _TRASH,
    "history": _HISTORY,
    "workload": _WORKLOAD,
    "customer": _CUSTOMER,
    "erase": _ERASE,
    "form": _FORM,
    "closing": _CLOSING,
    "writing": _WRITING,
    "settings": _SETTINGS,
    "lead_form": _LEAD_FORM,
    "draft": _DRAFT,
    "drafts": _DRAFTS,
    "views": _VIEWS,
    "sheet": _SHEET,
    "fork": _FORK,
    "app": _APP,
    "move": _MOVE,
}
"""The commands by where they work."""
