"""The commands about leads: reading, capture, assignment, tidying, records, moves, next steps."""

from leadtui.cli.options import (
    Adding,
    a_line,
    a_note,
    a_number,
    as_json,
    due_option,
    line_options,
    note_options,
    of_lead,
    revealable,
    settable,
    some_days,
)
from leadtui.i18n import _


def about_leads(add: Adding) -> None:
    """Add the commands about leads."""
    _reading(add)
    _capture(add)
    _assigning(add)
    _tidying(add)
    _log(add)
    _move(add)
    _next_step(add)


def _reading(add: Adding) -> None:
    today = add("today", "reading:today", _("What is due today, most urgent first."))
    today.add_argument("--all", action="store_true", help=_("every owner's leads, not only mine"))
    today.add_argument("--days", metavar="N", type=some_days, default=0, help=_("look this many days ahead"))
    today.add_argument("--format", choices=("line",), help=_("one line for a shell prompt"))
    as_json(today)
    revealable(today)
    listing = add("list", "reading:list_leads", _("Leads that pass a filter, closed ones too."))
    listing.add_argument(
        "filter",
        metavar="FILTER",
        nargs="*",
        type=a_line,
        help=_("words, pinyin initials, ends of phones, and terms such as stage:solution owner:me due:week"),
    )
    listing.add_argument("--sort", metavar="FIELD", type=a_line, default="created_at", help=_("what to sort by"))
    listing.add_argument("--limit", metavar="N", type=a_number, help=_("the most leads to list"))
    as_json(listing)
    revealable(listing)
    show = add("show", "reading:show_lead", _("One lead with everything known about it."))
    of_lead(show)
    show.add_argument("--kind", metavar="K", type=a_line, help=_("only one kind of event of the timeline"))
    shape = show.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help=_("print one JSON document"))
    shape.add_argument("--format", choices=("md",), help=_("md: a brief before a visit, on one page in Markdown"))
    revealable(show)
    customer = add("customer", "reading:show_customer", _("One customer: all its leads, its people, its value."))
    customer.add_argument("number", metavar="NO", type=a_line, help=_("the customer's number, or one of its leads'"))
    as_json(customer)
    revealable(customer)
    fields = add(
        "fields", "dictionary:fields", _("Every field: its name, what it holds, an example."), needs_book=False
    )
    as_json(fields)


def _capture(add: Adding) -> None:
    command = add("add", "writing:add", _("Capture a new lead and print its number."))
    command.add_argument(
        "text",
        metavar="TEXT",
        nargs="*",
        type=a_line,
        help=_("quick add: customer, contact, phone, source, grade, budget, next step, in one line"),
    )
    line_options(
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
    due_option(command)
    settable(command)
    linked = command.add_mutually_exclusive_group()
    linked.add_argument("--repurchase-of", metavar="LEAD_NO", type=a_line, help=_("the same customer's earlier lead"))
    linked.add_argument(
        "--referred-by", metavar="LEAD_NO", type=a_line, help=_("the lead whose customer recommended it")
    )
    edit = add("edit", "writing:edit", _("Change fields of a lead."))
    of_lead(edit)
    settable(edit, required=True)
    attach = add("attach", "records:attach", _("Add, change or remove a contact, milestone, objection … of a lead."))
    of_lead(attach)
    attach.add_argument(
        "kind",
        metavar="KIND",
        type=a_line,
        help="contact, milestone, objection, amendment, confirmation, tag, collaborator",
    )
    settable(attach)
    attach.add_argument("--id", metavar="N", type=a_number, help=_("change this record, by the id that `show` tells"))
    attach.add_argument("--remove", action="store_true", help=_("take the record away; `undo` brings it back"))


def _assigning(add: Adding) -> None:
    assign = add("assign", "handover:assign", _("Give leads to a rep, or by turns to several, as one change."))
    assign.add_argument("leads", metavar="LEAD_NO", type=a_line, nargs="*", help=_("the lead's number"))
    assign.add_argument(
        "rep", metavar="REP", type=a_line, help=_("who looks after them; several with commas between them")
    )
    assign.add_argument(
        "--filter", metavar="FILTER", type=a_line, help=_("the leads instead: such as owner:李娜 stage:open")
    )
    workload = add("workload", "handover:workload", _("What each rep has in hand: open, due, overdue, stale leads …"))
    as_json(workload)

    rules = add(
        "assignment",
        "assignment:rules",
        _("Who is proposed as the owner of a new lead: the team's rules by region and industry, first fit first."),
    )
    rules.add_argument(
        "--set",
        metavar="REGION_OR_INDUSTRY=REP",
        dest="rules",
        type=a_line,
        action="append",
        default=[],
        help=_(
            "a rule such as 华东=王强, industry:制造业=李娜 or region:华东,industry:制造业=李娜; all given replace all"
        ),
    )
    rules.add_argument("--clear", action="store_true", help=_("take all rules away"))
    as_json(rules)


def _tidying(add: Adding) -> None:
    merge = add("merge", "tidying:merge", _("Make one of two leads, or of two customers."))
    merge.add_argument("keep", metavar="KEEP_NO", type=a_line, help=_("the one that stays"))
    merge.add_argument("other", metavar="OTHER_NO", type=a_line, help=_("the one that goes into it"))
    merge.add_argument(
        "--take", metavar="FIELD", type=a_line, action="append", default=[], help=_("a field to take from the other")
    )
    merge.add_argument("--dry-run", action="store_true", help=_("only say what would happen"))
    delete = add("delete", "tidying:delete", _("Put a lead into the trash."))
    of_lead(delete)
    restore = add("restore-lead", "tidying:restore", _("Bring a lead back from the trash."))
    of_lead(restore)
    trash = add("trash", "tidying:trash_list", _("What is in the trash, newest first."))
    as_json(trash)
    erase = add("erase", "tidying:erase", _("Erase a customer's personal data for good; what reviews count stays."))
    erase.add_argument("customer_no", metavar="CUSTOMER_NO", type=a_line, help=_("the customer's number"))
    erase.add_argument("--yes", action="store_true", help=_("really: nothing brings it back"))


def _log(add: Adding) -> None:
    command = add("log", "followups:log", _("Note down a contact that was made, and the next step with it."))
    of_lead(command)
    command.add_argument(
        "--channel", metavar="C", type=a_line, required=True, help="call, wechat, email, visit, meeting …"
    )
    command.add_argument("--at", metavar="WHEN", type=a_line, help=_("when it was made, now if left out"))
    command.add_argument("--outcome", metavar="O", type=a_line, help="reached, no_answer, left_message, material_sent")
    command.add_argument("--attitude", metavar="A", type=a_line, help="very_positive … negative")
    command.add_argument("--intent-change", metavar="I", type=a_line, help="up, flat, down")
    note_options(
        command,
        summary=_("what was said"),
        feedback=_("what the customer said to it"),
        new_need=_("a need not known before"),
        concern=_("what the customer doubts"),
        decision_progress=_("how far the decision is"),
        points=_("what to talk about next time"),
        goal=_("what the next contact is to achieve"),
    )
    command.add_argument("--next", metavar="TEXT", type=a_line, default="", help=_("what to do next"))
    due_option(command)
    command.add_argument("--next-owner", metavar="REP", type=a_line, default="", help=_("who does it"))
    command.add_argument("--next-channel", metavar="C", type=a_line, help="call, wechat, email, visit, meeting …")
    command.add_argument(
        "--corrects", metavar="N", type=a_number, help=_("the number of the record, as `show` tells it, that was wrong")
    )


def _move(add: Adding) -> None:
    command = add("move", "writing:move", _("Move a lead to a stage, through the same gates as everywhere."))
    of_lead(command)
    command.add_argument("stage", metavar="STAGE", type=a_line, help="captured, qualifying, solution, negotiation …")
    command.add_argument("--status", metavar="S", type=a_line, help="prospect, interested, high_intent, won, lost")
    command.add_argument(
        "--reason",
        metavar="TEXT",
        type=a_line,
        default="",
        help=_("why; it also skips what the stage demands"),
    )
    settable(command)


def _next_step(add: Adding) -> None:
    plan = add("plan", "followups:plan", _("Set, close or cancel the next step of a lead."))
    of_lead(plan)
    due_option(plan)
    plan.add_argument("--text", metavar="TEXT", type=a_line, help=_("what to do"))
    plan.add_argument("--owner", metavar="REP", type=a_line, help=_("who does it"))
    plan.add_argument("--channel", metavar="C", type=a_line, help="call, wechat, email, visit, meeting …")
    plan.add_argument("--points", metavar="TEXT", type=a_note, help=_("what to talk about next time"))
    plan.add_argument("--goal", metavar="TEXT", type=a_note, help=_("what the next contact is to achieve"))
    closing = plan.add_mutually_exclusive_group()
    closing.add_argument("--done", action="store_true", help=_("it is done, without a record"))
    closing.add_argument("--cancel", action="store_true", help=_("it will not be done"))
    claim = add("claim", "pool:claim", _("Take leads out of the public pool: they are yours."))
    claim.add_argument("leads", metavar="LEAD_NO", type=a_line, nargs="+", help=_("the lead's number"))
    release = add("release", "pool:release", _("Put leads into the public pool."))
    release.add_argument("leads", metavar="LEAD_NO", type=a_line, nargs="+", help=_("the lead's number"))
    release.add_argument("--reason", metavar="TEXT", type=a_line, required=True, help=_("why"))
    snooze = add("snooze", "followups:snooze", _("Keep a lead off the due list until a day."))
    of_lead(snooze)
    snooze.add_argument("until", metavar="WHEN", type=a_line, help=_("the day it comes back"))
    snooze.add_argument("--reason", metavar="TEXT", type=a_line, required=True, help=_("why"))
