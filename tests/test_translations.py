"""The Chinese catalogue says all that the source says, in the users' own words and in Chinese punctuation."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message

from leadtui import i18n
from leadtui.domain.fields import CONTACT_FIELDS, CUSTOMER_FIELDS, LEAD_FIELDS
from leadtui.domain.terms import Grade, Term
from leadtui.i18n import Marked, in_every_language
from leadtui.ui.commands import COMMANDS
from tests.catalogue import ROOT, extracted, stored

MARKERS = {"_": 1, "N_": 1, "NP_": 2, "ngettext": 1}
"""What marks text for translation, and how many of its arguments name it."""

PERCENT = re.compile(r"%\(\w+\)[a-z]|%s")
CHINESE = re.compile(r"[\u3400-\u9fff]")
OUT_OF_STYLE = re.compile(
    r"""
    [,;?!()]                          # full-width throughout
    | (?<![A-Za-z0-9]):               # half-width only after a Latin word or digit: 10:00, stage:solution
    | :(?=[\u3400-\u9fff\u201c{])
    | [\uff0c\uff1b\uff1f\uff01\uff08\uff09\uff1a\u3001\u3002]\x20   # these bring their own space
    """,
    re.VERBOSE,
)

Key = tuple[str | None, str]


def forms(text: object) -> tuple[str, ...]:
    """A message's texts: one, or one for each plural form."""
    return tuple(map(str, text)) if isinstance(text, tuple) else (str(text),)


def key(message: Message) -> Key:
    """What tells one message from another."""
    return message.context, forms(message.id)[0]


def messages() -> list[Message]:
    """The stored messages, without the catalogue's head."""
    return [message for message in stored() if message.id]


def placeholders(text: str) -> set[str]:
    """The names in braces, and those of argparse."""
    braces = {field for _text, field, _spec, _conversion in Formatter().parse(text) if field is not None}
    return braces | set(PERCENT.findall(text))


def marked(path: Path) -> Iterator[tuple[int, Key]]:
    """Line and key of every call that marks a text; an f-string has its code for a key."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS:
            told = node.args[: MARKERS[node.func.id]]
            texts = [str(each.value) if isinstance(each, ast.Constant) else ast.unparse(each) for each in told]
            if all(isinstance(each, ast.Constant | ast.JoinedStr) for each in told):
                yield node.lineno, (texts[0] if len(texts) == 2 else None, texts[-1])


def labels() -> Iterator[tuple[str, Marked]]:
    """Every choice and every field with its label."""
    for kind in Term.__subclasses__():
        yield from ((f"{kind.__name__}.{each.name}", each.marked) for each in kind)
    for field in (*CUSTOMER_FIELDS, *CONTACT_FIELDS, *LEAD_FIELDS):
        yield f"{field.entity}.{field.key}", field.marked


def test_no_marked_text_escapes_extraction() -> None:
    """Neither an f-string inside `_()` nor `_()` inside an f-string would reach the catalogue."""
    known = {key(message) for message in extracted()}
    modules = sorted((ROOT / "leadtui").rglob("*.py"))
    assert [f"{path.name}:{line} {text}" for path in modules for line, text in marked(path) if text not in known] == []


def test_the_catalogue_holds_the_strings_of_the_source_and_no_others() -> None:
    """`python -m tests.catalogue` brings it up to date and names what waits for its translation."""
    assert {key(message) for message in messages()} == {key(message) for message in extracted() if message.id}
    assert list(stored().obsolete) == []


def test_every_string_is_translated() -> None:
    waiting = [key(each) for each in messages() if not all(text.strip() for text in forms(each.string))]
    assert waiting == []
    assert [key(each) for each in messages() if each.fuzzy] == []


def test_a_translation_keeps_the_placeholders() -> None:
    """A name lost or misspelt would end in an error, or in silence, where the text is shown."""
    wrong = [
        text
        for each in messages()
        for text in forms(each.string)
        if placeholders(text) != placeholders(forms(each.id)[-1])
    ]
    assert wrong == []


def test_what_is_compiled_is_what_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """The .mo file is what runs, and each text of it is found, alone, in its context or by its count."""
    monkeypatch.setattr(i18n, "_spoken", "zh_CN")
    for each in messages():
        context, text = key(each)
        if isinstance(each.id, tuple):
            said = i18n.ngettext(text, each.id[1], 2)
        else:
            said = i18n.told(Marked(context, text)) if context else i18n._(text)
        assert said == forms(each.string)[0]
    assert (i18n._("a text that nobody translated"), i18n.ngettext("{count} ox", "{count} oxen", 2)) == (
        "a text that nobody translated",
        "{count} oxen",
    )


def test_chinese_stands_with_chinese_punctuation() -> None:
    texts = [text for each in messages() for text in forms(each.string) if CHINESE.search(text)]
    assert [text for text in texts if OUT_OF_STYLE.search(re.sub(r"%\(\w+\)|\?(?=\w+=)", "%", text))] == []


def test_a_sentence_stays_a_sentence() -> None:
    """What ends with a full stop in English does so in Chinese; labels (`Lead no.`) are no sentences."""
    pairs = [(forms(each.id)[-1], forms(each.string)[0]) for each in messages() if not each.context]
    assert [pair for pair in pairs if pair[0].endswith((".", "?")) != pair[1].endswith(("。", "\uff1f"))] == []


def test_every_choice_and_field_has_a_chinese_name() -> None:
    """Grades alone are letters in every language (spec §2.1, §2.2)."""
    for name, label in labels():
        chinese, english = in_every_language(label)
        if english in {grade.value for grade in Grade}:
            assert chinese == english, name
        else:
            assert CHINESE.search(chinese), name
            assert chinese != english, name


@pytest.mark.parametrize("kind", Term.__subclasses__(), ids=lambda kind: str(kind.__name__))
def test_a_label_is_read_back_as_its_own_choice(kind: type[Term]) -> None:
    """No two choices of a kind share a name, in either language."""
    for each in kind:
        assert [kind.named(label) for label in in_every_language(each.marked)] == [each, each]


def test_the_words_at_the_bottom_line_are_short() -> None:
    """Eight keys with their words share one line of 80 cells."""
    shown = [next(in_every_language(command.title)) for command in COMMANDS if command.in_footer]
    assert [word for word in shown if not 2 <= len(word) <= 4] == []
