"""Every command with its options and help. Cheap to import: a command's code is named here, not loaded."""

import argparse
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from typing import NoReturn

from leadtui import __version__
from leadtui.domain.errors import USAGE
from leadtui.domain.text import clean, visible
from leadtui.i18n import LANGUAGES, _

MOST_DAYS = 3660


class _Parser(ArgumentParser):
    """A parser that complains in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"leadtui: {visible(message)} (`{self.prog} --help`)\n")


Adding = Callable[..., _Parser]


def early_words(argv: Sequence[str]) -> argparse.Namespace:
    """Language and database, wherever they stand: texts can only be chosen once the language is known."""
    early = ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    early.add_argument("--lang")
    early.add_argument("--database")
    try:
        return early.parse_known_args(argv)[0]
    except argparse.ArgumentError:
        return argparse.Namespace(lang=None, database=None)


def parser() -> ArgumentParser:
    """The command line in the language being spoken; `run` is `topic:function`, None for the full screen."""
    common = _Parser(add_help=False)
    common.add_argument("--database", metavar="PATH", default=argparse.SUPPRESS, help=_("the database file to work on"))
    common.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=_("the language to speak"))
    root = _Parser(
        prog="leadtui",
        parents=[common],
        allow_abbrev=False,
        description=_("Leads, due follow-ups and a stage board in a terminal. Without a command: the full screen."),
        epilog=_("Exit codes: 0 done, 1 refused or failed, 2 usage, 3 database busy, 130 interrupted."),
    )
    root.add_argument("--version", action="version", version=f"leadtui {__version__}")
    root.set_defaults(run=None)
    commands = root.add_subparsers(metavar="COMMAND", title=_("commands"), parser_class=_Parser)

    def add(name: str, run: str, told: str, *, needs_book: bool = True) -> _Parser:
        command = commands.add_parser(name, parents=[common], allow_abbrev=False, help=told, description=told)
        command.set_defaults(run=run, needs_book=needs_book)
        return command

    _reading(add)
    _capture(add)
    _assigning(add)
    _tidying(add)
    _log(add)
    _move(add)
    _next_step(add)
    _journal(add)
    _exchange(add)
    return root


def _line(text: str) -> str:
    """A type: one line, without characters that a terminal would obey."""
    return clean(text)


def _note(text: str) -> str:
    """A type: text of several lines."""
    return clean(text, multiline=True)


def _number(text: str) -> int:
    """A type: a count from 0 on, small enough to reckon with."""
    number = int(text)
    if not 0 <= number <= 10**9:
        raise ValueError(text)
    return number


_number.__name__ = "number"


def _days(text: str) -> int:
    """A type: days ahead."""
    return min(_number(text), MOST_DAYS)


_days.__name__ = "number"


def _as_json(command: ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help=_("print one JSON document"))


def _revealable(command: ArgumentParser) -> None:
    command.add_argument(
        "--reveal", action="store_true", help=_("show contact details in full; that you looked is recorded")
    )


def _of_lead(command: ArgumentParser) -> None:
    command.add_argument("lead_no", metavar="LEAD_NO", type=_line, help=_("the lead's number"))


def _settable(command: ArgumentParser, *, required: bool = False) -> None:
    command.add_argument(
        "--set",
        metavar="FIELD=VALUE",
        dest="assignments",
        action="append",
        default=[],
        required=required,
        help=_("a field by key or name, such as grade=A or 报价金额=12.5万; may be repeated"),
    )


def _lines(command: ArgumentParser, **told: str) -> None:
    for name, text in told.items():
        command.add_argument(f"--{name.replace('_', '-')}", metavar="TEXT", type=_line, help=text)


def _notes(command: ArgumentParser, **told: str) -> None:
    for name, text in told.items():
        command.add_argument(f"--{name.replace('_', '-')}", metavar="TEXT", type=_note, default="", help=text)


def _due(command: ArgumentParser) -> None:
    command.add_argument("--due", metavar="WHEN", type=_line, help=_("its day or time, such as 明天 or fri 10:00"))


def _reading(add: Adding) -> None:
    today = add("today", "reading:today", _("What is due today, most urgent first."))
    today.add_argument("--all", action="store_true", help=_("every owner's leads, not only mine"))
    today.add_argument("--days", metavar="N", type=_days, default=0, help=_("look this many days ahead"))
    today.add_argument("--format", choices=("line",), help=_("one line for a shell prompt"))
    _as_json(today)
    _revealable(today)
    listing = add("list", "reading:list_leads", _("Leads that pass a filter, closed ones too."))
    listing.add_argument(
        "filter",
        metavar="FILTER",
        nargs="*",
        type=_line,
        help=_("words, pinyin initials, ends of phones, and terms such as stage:solution owner:me due:week"),
    )
    listing.add_argument("--sort", metavar="FIELD", type=_line, default="created_at", help=_("what to sort by"))
    listing.add_argument("--limit", metavar="N", type=_number, help=_("the most leads to list"))
    _as_json(listing)
    _revealable(listing)
    show = add("show", "reading:show_lead", _("One lead with everything known about it."))
    _of_lead(show)
    show.add_argument("--kind", metavar="K", type=_line, help=_("only one kind of event of the timeline"))
    shape = show.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help=_("print one JSON document"))
    shape.add_argument("--format", choices=("md",), help=_("md: a brief before a visit, on one page in Markdown"))
    _revealable(show)
    customer = add("customer", "reading:show_customer", _("One customer: all its leads, its people, its value."))
    customer.add_argument("number", metavar="NO", type=_line, help=_("the customer's number, or one of its leads'"))
    _as_json(customer)
    _revealable(customer)
    fields = add(
        "fields", "dictionary:fields", _("Every field: its name, what it holds, an example."), needs_book=False
    )
    _as_json(fields)


def _capture(add: Adding) -> None:
    command = add("add", "writing:add", _("Capture a new lead and print its number."))
    command.add_argument(
        "text",
        metavar="TEXT",
        nargs="*",
        type=_line,
        help=_("quick add: customer, contact, phone, source, grade, budget, next step, in one line"),
    )
    _lines(
        command,
        customer=_("the customer's name"),
        contact=_("the person to talk to"),
        title=_("what that person is"),
        phone=_("a phone number"),
        wechat=_("a WeChat id"),
        email=_("an e-mail address"),
        source=_("where the lead came from"),
        grade="A, B, C",
        budget=_("a budget such as 30-50万"),
        need=_("what the customer needs"),
        owner=_("who looks after the lead"),
        next=_("what to do next"),
    )
    _due(command)
    _settable(command)
    linked = command.add_mutually_exclusive_group()
    linked.add_argument("--repurchase-of", metavar="LEAD_NO", type=_line, help=_("the same customer's earlier lead"))
    linked.add_argument(
        "--referred-by", metavar="LEAD_NO", type=_line, help=_("the lead whose customer recommended it")
    )
    edit = add("edit", "writing:edit", _("Change fields of a lead."))
    _of_lead(edit)
    _settable(edit, required=True)
    attach = add("attach", "records:attach", _("Add, change or remove a contact, milestone, objection … of a lead."))
    _of_lead(attach)
    attach.add_argument(
        "kind", metavar="KIND", type=_line, help="contact, milestone, objection, amendment, confirmation, tag"
    )
    _settable(attach)
    attach.add_argument("--id", metavar="N", type=_number, help=_("change this record, by the id that `show` tells"))
    attach.add_argument("--remove", action="store_true", help=_("take the record away; `undo` brings it back"))


def _assigning(add: Adding) -> None:
    assign = add("assign", "writing:assign", _("Give a lead to a rep."))
    _of_lead(assign)
    assign.add_argument("rep", metavar="REP", type=_line, help=_("who looks after the lead"))

    rules = add(
        "assignment",
        "assignment:rules",
        _("Who is proposed as the owner of a new lead: the team's rules by region and industry, first fit first."),
    )
    rules.add_argument(
        "--set",
        metavar="REGION_OR_INDUSTRY=REP",
        dest="rules",
        type=_line,
        action="append",
        default=[],
        help=_(
            "a rule such as 华东=王强, industry:制造业=李娜 or region:华东,industry:制造业=李娜; all given replace all"
        ),
    )
    rules.add_argument("--clear", action="store_true", help=_("take all rules away"))
    _as_json(rules)


def _tidying(add: Adding) -> None:
    merge = add("merge", "tidying:merge", _("Make one of two leads, or of two customers."))
    merge.add_argument("keep", metavar="KEEP_NO", type=_line, help=_("the one that stays"))
    merge.add_argument("other", metavar="OTHER_NO", type=_line, help=_("the one that goes into it"))
    merge.add_argument(
        "--take", metavar="FIELD", type=_line, action="append", default=[], help=_("a field to take from the other")
    )
    merge.add_argument("--dry-run", action="store_true", help=_("only say what would happen"))
    delete = add("delete", "tidying:delete", _("Put a lead into the trash."))
    _of_lead(delete)
    restore = add("restore-lead", "tidying:restore", _("Bring a lead back from the trash."))
    _of_lead(restore)
    trash = add("trash", "tidying:trash_list", _("What is in the trash, newest first."))
    _as_json(trash)
    erase = add("erase", "tidying:erase", _("Erase a customer's personal data for good; what reviews count stays."))
    erase.add_argument("customer_no", metavar="CUSTOMER_NO", type=_line, help=_("the customer's number"))
    erase.add_argument("--yes", action="store_true", help=_("really: nothing brings it back"))


def _log(add: Adding) -> None:
    command = add("log", "followups:log", _("Note down a contact that was made, and the next step with it."))
    _of_lead(command)
    command.add_argument(
        "--channel", metavar="C", type=_line, required=True, help="call, wechat, email, visit, meeting …"
    )
    command.add_argument("--at", metavar="WHEN", type=_line, help=_("when it was made, now if left out"))
    command.add_argument("--outcome", metavar="O", type=_line, help="reached, no_answer, left_message, material_sent")
    command.add_argument("--attitude", metavar="A", type=_line, help="very_positive … negative")
    command.add_argument("--intent-change", metavar="I", type=_line, help="up, flat, down")
    _notes(
        command,
        summary=_("what was said"),
        feedback=_("what the customer said to it"),
        new_need=_("a need not known before"),
        concern=_("what the customer doubts"),
        decision_progress=_("how far the decision is"),
        points=_("what to talk about next time"),
        goal=_("what the next contact is to achieve"),
    )
    command.add_argument("--next", metavar="TEXT", type=_line, default="", help=_("what to do next"))
    _due(command)
    command.add_argument("--next-owner", metavar="REP", type=_line, default="", help=_("who does it"))
    command.add_argument(
        "--corrects", metavar="N", type=_number, help=_("the number of the record, as `show` tells it, that was wrong")
    )


def _move(add: Adding) -> None:
    command = add("move", "writing:move", _("Move a lead to a stage, through the same gates as everywhere."))
    _of_lead(command)
    command.add_argument("stage", metavar="STAGE", type=_line, help="captured, qualifying, solution, negotiation …")
    command.add_argument("--status", metavar="S", type=_line, help="prospect, interested, high_intent, won, lost")
    command.add_argument(
        "--reason",
        metavar="TEXT",
        type=_line,
        default="",
        help=_("why; it also skips what the stage demands"),
    )
    _settable(command)


def _next_step(add: Adding) -> None:
    plan = add("plan", "followups:plan", _("Set, close or cancel the next step of a lead."))
    _of_lead(plan)
    _due(plan)
    plan.add_argument("--text", metavar="TEXT", type=_line, help=_("what to do"))
    plan.add_argument("--owner", metavar="REP", type=_line, help=_("who does it"))
    plan.add_argument("--channel", metavar="C", type=_line, help="call, wechat, email, visit, meeting …")
    plan.add_argument("--points", metavar="TEXT", type=_note, help=_("what to talk about next time"))
    plan.add_argument("--goal", metavar="TEXT", type=_note, help=_("what the next contact is to achieve"))
    closing = plan.add_mutually_exclusive_group()
    closing.add_argument("--done", action="store_true", help=_("it is done, without a record"))
    closing.add_argument("--cancel", action="store_true", help=_("it will not be done"))
    snooze = add("snooze", "followups:snooze", _("Keep a lead off the due list until a day."))
    _of_lead(snooze)
    snooze.add_argument("until", metavar="WHEN", type=_line, help=_("the day it comes back"))
    snooze.add_argument("--reason", metavar="TEXT", type=_line, required=True, help=_("why"))


def _journal(add: Adding) -> None:
    add("undo", "journal:undo", _("Take back your last change and print its name."))
    add("redo", "journal:redo", _("Repeat what you took back last and print its name."))
    history = add("history", "journal:history", _("Who changed what and when, newest first."))
    history.add_argument("lead_no", metavar="LEAD_NO", type=_line, nargs="?", help=_("the lead's number"))
    history.add_argument("--limit", metavar="N", type=_number, default=100, help=_("the most changes to list"))
    _as_json(history)


def _exchange(add: Adding) -> None:
    command = add("import", "exchange:import_sheet", _("Take in a sheet: csv, xlsx, xls or ods."))
    command.add_argument("file", metavar="FILE", help=_("the sheet"))
    command.add_argument("--dry-run", action="store_true", help=_("only say what would happen"))
    command.add_argument("--sheet", metavar="NAME", help=_("the one sheet of a workbook to read"))
    command.add_argument(
        "--map",
        metavar="COLUMN=FIELD",
        dest="mapping",
        action="append",
        default=[],
        help=_("the field that a column holds; may be repeated"),
    )
    command.add_argument("--encoding", metavar="E", help=_("how a csv file is written, such as gbk"))
    command.add_argument("--rejected", metavar="FILE", help=_("write the rows that were not taken to this csv file"))
    command.add_argument(
        "--skip-duplicates",
        action="store_true",
        help=_("leave out rows that look like a lead under another number"),
    )
    _as_json(command)
    demo = add("demo", "demo:demo", _("Try the full screen on sample data that is thrown away."), needs_book=False)
    demo.add_argument("--leads", metavar="N", type=_number, help=_("how many leads"))
    demo.add_argument("--write", metavar="PATH", help=_("write a sample database there instead"))
