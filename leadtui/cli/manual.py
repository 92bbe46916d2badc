"""What `--help` says beside its options: examples of every command, argparse's own words, lines that fit in cells."""

import argparse
import unicodedata
from collections.abc import Iterator

from leadtui import i18n
from leadtui.i18n import N_, _

EXAMPLES: dict[str, tuple[str, ...]] = {
    "today": ("leadtui today", "leadtui today --all --days 3", "leadtui today --format line"),
    "list": ("leadtui list stage:negotiation owner:李娜", "leadtui list zgkj --sort next_due --limit 20 --json"),
    "show": ("leadtui show 展会-20261103-001", "leadtui show 展会-20261103-001 --format md"),
    "customer": ("leadtui customer C20261103-001",),
    "fields": ("leadtui fields --json",),
    "add": (
        'leadtui add "展会 杭州天行科技有限公司 张伟 13800005678 采购CRM 20万 A 明天10点电话"',
        "leadtui add --customer 杭州天行科技有限公司 --phone 13800005678",
    ),
    "edit": ("leadtui edit 展会-20261103-001 --set grade=A --set 报价金额=12.5万",),
    "attach": (
        "leadtui attach 展会-20261103-001 milestone --set kind=budget_approved --set on=2026-11-20",
        "leadtui attach 展会-20261103-001 collaborator --set rep=王磊",
    ),
    "assign": (
        "leadtui assign 展会-20261103-001 王磊",
        'leadtui assign --filter "owner:李娜 stage:open" 王磊,张伟',
    ),
    "workload": ("leadtui workload", "leadtui workload --json"),
    "assignment": ("leadtui assignment --set 华东=李娜",),
    "merge": ("leadtui merge 展会-20261103-001 官网-20261105-002 --dry-run",),
    "delete": ("leadtui delete 展会-20261103-001",),
    "restore-lead": ("leadtui restore-lead 展会-20261103-001",),
    "trash": ("leadtui trash",),
    "erase": ("leadtui erase C20261103-001 --yes",),
    "log": ('leadtui log 展会-20261103-001 --channel call --summary "报价已发" --next "确认意见" --due "后天下午"',),
    "move": (
        "leadtui move 展会-20261103-001 negotiation",
        "leadtui move 展会-20261103-001 lost --set lost_reason=price",
    ),
    "plan": (
        'leadtui plan 展会-20261103-001 --text "上门拜访" --due "fri 10:00"',
        "leadtui plan 展会-20261103-001 --done",
    ),
    "snooze": ('leadtui snooze 展会-20261103-001 下周三 --reason "采购负责人出差"',),
    "claim": ("leadtui claim 展会-20261103-001",),
    "release": ('leadtui release 展会-20261103-001 --reason "三次未接通"',),
    "undo": ("leadtui undo",),
    "redo": ("leadtui redo",),
    "history": ("leadtui history 展会-20261103-001", "leadtui history --by 李娜 --limit 20"),
    "import": (
        "leadtui import follow-ups.xlsx --dry-run",
        "leadtui import funnel.csv --map 备注=remark --encoding gbk",
    ),
    "demo": ("leadtui demo", "leadtui demo --write sample.db --leads 500"),
    "settings": ("leadtui settings",),
    "backup": ("leadtui backup /media/stick/",),
    "restore": ("leadtui restore", "leadtui restore --newest"),
    "keys": ("leadtui keys", "leadtui keys --list"),
    "doctor": ("leadtui doctor", "leadtui doctor --json"),
    "completion": (
        "leadtui completion bash > ~/.local/share/bash-completion/completions/leadtui",
        "leadtui completion zsh > ~/.zfunc/_leadtui",
        "leadtui completion fish > ~/.config/fish/completions/leadtui.fish",
    ),
    "web": ("leadtui web", "leadtui web --port 8001"),
    "export": ("leadtui export leads.xlsx owner:李娜", "leadtui export funnel.xlsx --template funnel --force"),
    "bundle": ("leadtui bundle handover.leadtui owner:李娜",),
    "calendar": ("leadtui calendar plans.ics --mine", "leadtui calendar --folder ~/.calendars/leadtui"),
    "contacts": ("leadtui contacts contacts.vcf grade:A --reveal",),
    "team": (
        "leadtui team init --database postgresql://db.example.com/sales",
        "leadtui team add 王磊 --database postgresql://db.example.com/sales",
    ),
    "report": ("leadtui report --period month", "leadtui report --period 2026-10 -o october.html"),
}

ARGPARSE = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("not allowed with argument %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
)
"""What argparse says itself; it looks its words up under the name `_` of its module."""


def speak() -> None:
    """Have argparse speak the language that is being spoken."""
    vars(argparse)["_"] = i18n._


def examples(command: str) -> str:
    """The examples of a command as its help ends with them."""
    shown = EXAMPLES.get(command, ())
    return "\n".join([_("Examples:"), *(f"  {each}" for each in shown)]) if shown else ""


class Formatter(argparse.HelpFormatter):
    """Wraps by cells, where Chinese has two, and leaves lines that begin with a blank as they are."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return list(wrapped(" ".join(text.split()), width))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = (
            line for each in text.splitlines() for line in ([each] if each[:1] == " " else wrapped(each, width) or [""])
        )
        return "\n".join(indent + line for line in lines)


def cells(text: str) -> int:
    """How many cells a terminal gives a text."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def wrapped(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most so many cells: broken at blanks, and anywhere between Chinese characters."""
    line = ""
    for word in _pieces(text):
        if line and cells(line + word.rstrip()) > width:
            yield line.rstrip()
            line = word.lstrip()
        else:
            line += word
    if line.strip():
        yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    piece = ""
    for each in text:
        piece += each
        if each == " " or (cells(each) == 2 and each not in "（《“"):
            yield piece
            piece = ""
    if piece:
        yield piece
