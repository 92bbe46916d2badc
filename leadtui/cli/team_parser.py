"""The commands about a team on one server."""

import argparse

from leadtui.cli.options import Adding, a_line, as_json
from leadtui.i18n import _


def about_the_team(add: Adding) -> None:
    """Add `team` with what it does."""
    team = add("team", "", _("A team on one PostgreSQL server: set up, who belongs, bring your leads in."))
    team.set_defaults(run="roster:nothing", needs_book=False)
    acts = team.add_subparsers(metavar="ACT", dest="act", title=_("commands"))

    def act(name: str, told: str, *, needs_book: bool = True) -> argparse.ArgumentParser:
        command = acts.add_parser(name, allow_abbrev=False, help=told, description=told)
        command.add_argument("--database", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        command.add_argument("--lang", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        command.set_defaults(run=f"roster:{name}", needs_book=needs_book)
        return command

    act("init", _("Make the database a team's, or upgrade it; its owner does that."), needs_book=False)
    new = act("add", _("Let somebody in; prints the line of their pass file once."))
    new.add_argument("rep", metavar="REP", type=a_line, help=_("the name everybody sees"))
    new.add_argument(
        "--role", choices=("rep", "manager"), default="rep", help=_("what they may see: own leads, or all")
    )
    new.add_argument(
        "--login", metavar="LOGIN", type=a_line, default="", help=_("their login; else the name in pinyin")
    )
    as_json(act("list", _("Who belongs to the team, with their leads.")))
    gone = act("remove", _("Let somebody in no more; their leads are handed over first."))
    gone.add_argument("rep", metavar="REP", type=a_line, help=_("who leaves"))
    heir = gone.add_mutually_exclusive_group(required=True)
    heir.add_argument("--to", metavar="REP", type=a_line, help=_("who takes the leads over"))
    heir.add_argument("--to-pool", action="store_true", help=_("the leads go to the public pool"))
    comes = act("join", _("Bring a private book's leads into the team's, with their history."), needs_book=False)
    comes.add_argument("file", metavar="FILE", help=_("the private database"))
    leaves = act("leave", _("Put your own leads into a private book, with their history."))
    leaves.add_argument("file", metavar="FILE", help=_("the private database, made where there is none"))
    act("recycle", _("Send back to the pool what the team's rule says; for cron."))
