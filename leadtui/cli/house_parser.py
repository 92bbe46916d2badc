"""The commands about the book as a whole: its journal, sheets in and out, the team's settings, copies and health."""

from leadtui.cli.options import (
    Adding,
    a_line,
    a_note,
    a_number,
    as_json,
    filtered,
    forceful,
    revealable,
)
from leadtui.i18n import _


def about_the_book(add: Adding) -> None:
    """Add the commands about the book as a whole."""
    _journal(add)
    _exchange(add)
    _review(add)
    _team(add)
    _safety(add)
    _files_out(add)


def _journal(add: Adding) -> None:
    add("undo", "journal:undo", _("Take back your last change and print its name."))
    add("redo", "journal:redo", _("Repeat what you took back last and print its name."))
    history = add("history", "journal:history", _("Who changed what and when, newest first."))
    history.add_argument("lead_no", metavar="LEAD_NO", type=a_line, nargs="?", help=_("the lead's number"))
    history.add_argument("--by", metavar="REP", type=a_line, help=_("who did it"))
    history.add_argument("--kind", metavar="KIND", type=a_line, help="change, undo, redo, act")
    history.add_argument("--since", metavar="WHEN", type=a_line, help=_("the first day"))
    history.add_argument("--until", metavar="WHEN", type=a_line, help=_("the last day"))
    history.add_argument("--limit", metavar="N", type=a_number, default=100, help=_("the most changes to list"))
    as_json(history)


def _exchange(add: Adding) -> None:
    command = add("import", "exchange:import_sheet", _("Take in a sheet, an export or a bundle."))
    command.add_argument(
        "file", metavar="FILE", help=_("csv, xlsx, xls, ods, docx, vcf, jsonl or a bundle; - reads a pasted table")
    )
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
    as_json(command)
    demo = add("demo", "demo:demo", _("Try the full screen on sample data that is thrown away."), needs_book=False)
    demo.add_argument("--leads", metavar="N", type=a_number, help=_("how many leads"))
    demo.add_argument("--remove", action="store_true", help=_("take away the sample that the first start put in"))
    demo.add_argument("--write", metavar="PATH", help=_("write a sample database there instead"))


def _review(add: Adding) -> None:
    command = add("report", "report:report", _("What a period brought, beside the one before: conversion, funnel …"))
    filtered(command)
    command.add_argument(
        "--period",
        metavar="PERIOD",
        type=a_line,
        default="week",
        help=_("week, month, quarter, last-week …, 2026-10 or FROM..TO; both days included"),
    )
    command.add_argument(
        "--owner", metavar="REP", type=a_line, help=_("the leads of one owner; everybody's if left out")
    )
    as_json(command)
    command.add_argument(
        "-o", "--output", metavar="FILE", help=_("write a file instead: .md, .html, .xlsx or .json by its ending")
    )
    revealable(command)
    forceful(command)


def _team(add: Adding) -> None:
    settings = add(
        "settings", "settings:settings", _("The team's settings: sources, numbers, gates, cadence, messages.")
    )
    settings.add_argument("key", metavar="KEY", nargs="?", type=a_line, help=_("one setting, by key or name"))
    settings.add_argument(
        "--set", metavar="JSON|VALUE", type=a_note, help=_("put this in force; `u` and `undo` take it back")
    )
    as_json(settings)


def _safety(add: Adding) -> None:
    copied = add("backup", "safety:backup", _("Copy the database, also while it is in use."), needs_book=False)
    copied.add_argument("file", metavar="FILE", nargs="?", help=_("a file or folder; else among its own backups"))
    restore = add("restore", "safety:restore", _("Bring a copy back; without FILE list the copies."), needs_book=False)
    restore.add_argument("file", metavar="FILE", nargs="?", help=_("the copy to bring back"))
    restore.add_argument("--newest", action="store_true", help=_("the newest copy that is sound"))
    keys = add("keys", "keys:keys", _("Show what a key sends and does; or list the keymap."), needs_book=False)
    keys.add_argument("--list", action="store_true", help=_("list every command with its keys"))
    as_json(keys)
    completion = add(
        "completion", "shells:completion", _("Print what completes its commands in a shell."), needs_book=False
    )
    completion.add_argument("shell", choices=("bash", "zsh", "fish"), help=_("the shell to complete in"))
    web = add("web", "shells:web", _("Show the full screen in a browser of this machine."), needs_book=False)
    web.add_argument("--port", metavar="N", type=a_number, default=8000, help=_("the port on 127.0.0.1"))
    doctor = add("doctor", "doctor:doctor", _("Look whether all is well, and say what to do."), needs_book=False)
    doctor.add_argument("--repair", action="store_true", help=_("compute due days and the search index anew"))
    as_json(doctor)


def _files_out(add: Adding) -> None:
    export = add("export", "handing_out:export", _("Write leads into a file: xlsx, csv, jsonl or md."))
    export.add_argument("file", metavar="FILE", help=_("the file; its ending says the format"))
    filtered(export)
    export.add_argument(
        "--template", choices=("records", "funnel"), help=_("the record table or the funnel table, column for column")
    )
    revealable(export)
    forceful(export)
    bundle = add("bundle", "handing_out:bundle", _("Write leads with their whole history for a colleague's own book."))
    bundle.add_argument("file", metavar="FILE", help=_("the file, such as handover.leadtui"))
    filtered(bundle)
    forceful(bundle)
    calendar = add("calendar", "handing_out:calendar", _("Write the open plans as a calendar (.ics)."))
    calendar.add_argument("file", metavar="FILE", nargs="?", help=_("the calendar file; it is replaced"))
    calendar.add_argument("--folder", metavar="DIR", help=_("a folder with one file a plan, for vdirsyncer and khal"))
    calendar.add_argument("--mine", action="store_true", help=_("only plans that are mine"))
    contacts = add("contacts", "handing_out:contacts", _("Write the contacts as cards (.vcf)."))
    contacts.add_argument("file", metavar="FILE", help=_("the file of cards; it is replaced"))
    filtered(contacts)
    revealable(contacts)
