"""The words a team keeps at hand: talk tracks for the phone (话术), message templates that fill in names."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from leadtui.domain.errors import Implausible
from leadtui.domain.topics import Cell, Cells, Topic, records, text_of
from leadtui.i18n import N_, NP_, Marked, told

HOLES = ("customer", "contact", "owner", "festival", "lead_no", "industry", "need", "today")
"""What a message template may fill in."""

_HOLE = re.compile(r"\{([^{}]*)\}")
_TITLE, _GROUP, _NAME, _TEXT = (
    NP_("setting", "Title"),
    NP_("setting", "Group"),
    NP_("setting", "Name"),
    NP_("setting", "Text"),
)


@dataclass(frozen=True, slots=True)
class TalkTrack:
    """An answer that has worked: what it answers, its text, and the kind of talk it belongs to."""

    title: str
    text: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A message to many: its name and its text with holes such as {customer}."""

    name: str
    text: str


_TRACKS = (
    (
        NP_("talk", "Too expensive"),
        NP_(
            "talk",
            "I understand that the price matters. May I ask what you compare it with? Most customers of your size "
            "had the difference back within a year; let me work it out for your case.",
        ),
        NP_("talk", "Price"),
    ),
    (
        NP_("talk", "No budget this year"),
        NP_(
            "talk",
            "Then let us use the time to prepare: I send you figures for next year's budget, and we start with a "
            "first phase that fits what is left. When is the budget made?",
        ),
        NP_("talk", "Budget"),
    ),
    (
        NP_("talk", "Already has a supplier"),
        NP_(
            "talk",
            "Good, so you know what it is worth. What would you have them do better? We can begin where they leave "
            "a gap, beside them, without a change on your side.",
        ),
        NP_("talk", "Competitor"),
    ),
    (
        NP_("talk", "Has to ask the boss"),
        NP_(
            "talk",
            "Of course. What will the decision depend on most? I put it on one page for you, and if it helps I join "
            "for ten minutes to answer questions.",
        ),
        NP_("talk", "Decision"),
    ),
    (
        NP_("talk", "Send me something first"),
        NP_(
            "talk",
            "Gladly. So that you get the right pages and not all of them: which of these matters most to you now, "
            "cost, delivery or quality? I call on Thursday to hear what you think.",
        ),
        NP_("talk", "Timing"),
    ),
    (
        NP_("talk", "Opening a first call"),
        NP_(
            "talk",
            "Hello, you left us your number about a solution. Is this a good moment for two minutes? I would like "
            "to understand what you do today and what should become better.",
        ),
        NP_("talk", "First call"),
    ),
)
_MESSAGES = (
    (
        NP_("talk", "Festival greeting"),
        NP_(
            "talk",
            "Dear {contact}, {owner} and the whole team wish you and everybody at {customer} a happy {festival}! "
            "Thank you for your trust.",
        ),
    ),
    (
        NP_("talk", "Case of the same industry"),
        NP_(
            "talk",
            "Dear {contact}, here is a case from your industry that may be of use to {customer}: what they wanted, "
            "what it cost, what it brought. If it is of interest I walk you through it in ten minutes. {owner}",
        ),
    ),
    (
        NP_("talk", "After a call"),
        NP_(
            "talk",
            "Dear {contact}, thank you for your time today. As agreed I send you the documents for {customer}; if "
            "anything is unclear, call me at any time. {owner}",
        ),
    ),
    (
        NP_("talk", "How satisfied are you"),
        NP_(
            "talk",
            "Dear {contact}, our delivery to {customer} is a few days old. How satisfied are you, from 1 to 5? "
            "Every remark helps us. {owner}",
        ),
    ),
)

_HOUSE_WORDS: tuple[Marked, ...] = (
    *(word for track in _TRACKS for word in track),
    *(word for message in _MESSAGES for word in message),
)


def _told(text: str) -> str:
    """A stored text as it is shown: the house's own in the language being spoken."""
    return next((told(word) for word in _HOUSE_WORDS if text == word.msgid), text)


def _neutral(text: str) -> str:
    """A shown text as it is stored: the house's own in no language, so that it goes on being translated."""
    return next((word.msgid for word in _HOUSE_WORDS if text == told(word)), text)


def shown_track(track: TalkTrack) -> TalkTrack:
    """A talk track in the language being spoken, where it is one of the house's."""
    return TalkTrack(_told(track.title), _told(track.text), _told(track.group))


def shown_template(template: Template) -> Template:
    """A message template in the language being spoken, where it is one of the house's."""
    return Template(_told(template.name), _told(template.text))


def fill(template: Template, words: Mapping[str, str]) -> str:
    """The text of a template with the words in place of its holes; a hole without a word is left out."""
    text = _HOLE.sub(lambda found: words.get(found[1], ""), template.text)
    return "\n".join(re.sub(r"  +", " ", line).strip() for line in text.split("\n"))


def holes(template: Template) -> frozenset[str]:
    """What a template fills in."""
    return frozenset(_HOLE.findall(template.text))


def _read_tracks(document: object) -> tuple[TalkTrack, ...]:
    return tuple(
        TalkTrack(
            text_of(_TITLE, "title", each.get("title", ""), needed=True),
            text_of(_TEXT, "text", each.get("text", ""), needed=True, is_note=True),
            text_of(_GROUP, "group", each.get("group", "")),
        )
        for each in records(document)
    )


def _read_templates(document: object) -> tuple[Template, ...]:
    made: dict[str, Template] = {}
    for each in records(document):
        name = text_of(_NAME, "name", each.get("name", ""), needed=True)
        template = Template(name, text_of(_TEXT, "text", each.get("text", ""), needed=True, is_note=True))
        unknown = sorted(holes(template) - set(HOLES))
        if unknown:
            raise Implausible(
                "text", N_("“{hole}” cannot be filled in; there are: {holes}"),
                hole="{" + unknown[0] + "}", holes=" ".join("{" + hole + "}" for hole in HOLES),
            )  # fmt: skip
        if name in made:
            raise Implausible("name", N_("{field}: “{text}” stands twice."), field=told(_NAME), text=name)
        made[name] = template
    return tuple(made.values())


def _documented(*keys: str) -> Callable[[Sequence[Cells]], object]:
    def document(rows: Sequence[Cells]) -> object:
        """The rows as they are stored, the house's words in no language."""
        return [{key: _neutral(row.get(key, "")) for key in keys} for row in rows]

    return document


def _track_rows(value: Sequence[TalkTrack]) -> list[dict[str, str]]:
    shown = [shown_track(each) for each in value]
    return [{"title": each.title, "group": each.group, "text": each.text} for each in shown]


def _template_rows(value: Sequence[Template]) -> list[dict[str, str]]:
    shown = [shown_template(each) for each in value]
    return [{"name": each.name, "text": each.text} for each in shown]


TALK_TRACKS: Topic[tuple[TalkTrack, ...]] = Topic(
    "talk_tracks",
    NP_("setting", "Talk tracks"),
    N_("Answers that have worked; Ctrl+t puts one into what is being written."),
    (
        Cell("title", _TITLE, width=22),
        Cell("group", _GROUP, hint=N_("an objection, or a grade"), width=12),
        Cell("text", _TEXT, is_note=True, width=60),
    ),
    tuple(TalkTrack(title.msgid, text.msgid, group.msgid) for title, text, group in _TRACKS),
    _read_tracks,
    _track_rows,
    _documented("title", "group", "text"),
    is_list=True,
)
TEMPLATES: Topic[tuple[Template, ...]] = Topic(
    "templates",
    NP_("setting", "Messages"),
    N_("Messages to many; {customer} {contact} {owner} {festival} {lead_no} {industry} {need} {today} are filled in."),
    (Cell("name", _NAME, width=22), Cell("text", _TEXT, is_note=True, width=60)),
    tuple(Template(name.msgid, text.msgid) for name, text in _MESSAGES),
    _read_templates,
    _template_rows,
    _documented("name", "text"),
    is_list=True,
)
