"""Owner, grade, priority and tags of many leads at once, with what would change shown before it is done."""

from leadtui.domain.fields import BY_KEY
from leadtui.domain.terms import Grade, Level
from leadtui.domain.text import visible
from leadtui.i18n import _, ngettext
from leadtui.services import bulk
from leadtui.services.bulk import Edit, Preview
from leadtui.ui.book import Book
from leadtui.ui.dialogs.ask import Question
from leadtui.ui.dialogs.many import Leads, Previewed, counted
from leadtui.ui.glyphs import glyphs


def bulk_edit(leads: Leads, book: Book) -> Previewed[int]:
    """The form; its result is in how many leads something changed."""

    async def save(answers: dict[str, str]) -> int:
        return await book.ask(bulk.edit, book.desk, leads, wanted(answers))

    async def foresee(answers: dict[str, str]) -> str:
        return told(await book.ask(bulk.preview, book.desk, leads, wanted(answers)))

    questions = [
        Question("owner", BY_KEY["owner"].label, hint=_("stays as it is")),
        Question("grade", BY_KEY["grade"].label, choices=Grade),
        Question("priority", BY_KEY["priority"].label, choices=Level),
        Question("add_tags", _("Add tags"), hint=_("between blanks or commas")),
        Question("remove_tags", _("Remove tags")),
    ]
    return Previewed(_("Edit {leads}").format(leads=counted(leads)), questions, save, foresee, book)


def wanted(answers: dict[str, str]) -> Edit:
    """The answers as an edit."""
    return Edit(
        owner=answers["owner"].strip(),
        grade=Grade(answers["grade"]) if answers["grade"] else None,
        priority=Level(answers["priority"]) if answers["priority"] else None,
        add_tags=bulk.tag_names(answers["add_tags"]),
        remove_tags=bulk.tag_names(answers["remove_tags"]),
    )


def told(preview: Preview) -> str:
    """A preview in words, one line a turn: owner 李娜 → 王磊 for 7."""
    lines = []
    for turn in preview.turns:
        before, after = (visible(each) or glyphs().dash for each in (turn.before, turn.after))
        count = ngettext("{count} lead", "{count} leads", turn.count).format(count=turn.count)
        lines.append(f"{turn.field}  {before} {glyphs().arrow} {after}  {count}")
    unchanged = ngettext("{count} unchanged", "{count} unchanged", preview.unchanged).format(count=preview.unchanged)
    return "\n".join([*lines, unchanged])
