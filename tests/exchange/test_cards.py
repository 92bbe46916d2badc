"""Contacts as vCard 4 out: escaped, folded, one card a person; and in, of every version."""

import quopri
import sys
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import Entity
from leadtui.exchange import cards
from leadtui.exchange.importing import import_file
from leadtui.exchange.sheets import read_tables
from leadtui.services import cycles, history, leads, records
from leadtui.services.detail import detail
from tests.services.captured import lead

pytestmark = pytest.mark.usefixtures("book")


def test_every_person_has_one_card(desk: Desk, tmp_path: Path) -> None:
    first = lead(desk, "恒远, 精密; 机械", contact="周建国", wechat="hy_zhou", email="z@h.cn", title="采购\\总监")
    records.attach(desk, first, Entity.CONTACT, {"name": "王丽", "phone": "0512-66668888转802"})
    cycles.repurchase(desk, first)
    path = tmp_path / "a.vcf"
    path.write_text("old", "utf-8")
    assert cards.write_file(desk, path) == 2
    text = path.read_bytes().decode()
    assert text.count("BEGIN:VCARD\r\nVERSION:4.0\r\n") == text.count("END:VCARD\r\n") == 2
    for line in (
        "FN:周建国", "ORG:恒远\\, 精密\\; 机械", "TITLE:采购\\\\总监", "TEL:13862012345", "EMAIL:z@h.cn",
        "SOCIALPROFILE;SERVICE-TYPE=WeChat;VALUE=text:hy_zhou", "TEL:0512-66668888转802",
    ):  # fmt: skip
        assert f"\r\n{line}\r\n" in text
    assert "contacts in full" in history.entries()[0].name


def test_long_lines_are_folded_between_characters(desk: Desk, tmp_path: Path) -> None:
    lead(desk, "恒远" * 50, contact="周建国")
    cards.write_file(desk, tmp_path / "a.vcf")
    lines = (tmp_path / "a.vcf").read_bytes().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines]
    assert "ORG:" + "恒远" * 50 in (tmp_path / "a.vcf").read_bytes().decode().replace("\r\n ", "")


def _card(*lines: str) -> str:
    return "\r\n".join(("BEGIN:VCARD", *lines, "END:VCARD", ""))


def test_cards_of_every_version_come_in(desk: Desk, tmp_path: Path) -> None:
    """2.1 with quoted-printable, 3 of a phone, 4; what has no field is kept, and a second time nothing is new."""
    name = quopri.encodestring("周;建国".encode("gb2312")).decode()
    path = tmp_path / "a.vcf"
    path.write_text(
        _card("VERSION:2.1", f"N;CHARSET=GB2312;ENCODING=QUOTED-PRINTABLE:{name};;;", "TEL;CELL:13862012345",
              "EMAIL;INTERNET:z@h.cn", "ORG;CHARSET=UTF-8:苏州恒远;采购部", "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r\n")
        + _card("VERSION:3.0", "N:Smith;John;;;", "FN:John Smith", "item1.TEL;TYPE=CELL,VOICE:+1 415 555 0100",
                "TEL;TYPE=WORK:0571-88123456", "X-SOCIALPROFILE;TYPE=wechat:john_s", "URL:https://example.com")
        + _card("VERSION:4.0", "FN:王丽", 'TEL;VALUE=uri;TYPE="voice,cell":tel:+86-139-0000-1111', "TITLE:总监\\, 采购",
                "ORG:云栖\\, 精密", "SOCIALPROFILE;SERVICE-TYPE=WeChat;VALUE=text:yq_wang", "NOTE:展会认识"),
        "utf-8", newline="",
    )  # fmt: skip
    (found,) = read_tables(path)
    assert [list(row[:6]) for row in found.rows[1:]] == [
        ["苏州恒远", "周建国", None, "13862012345", None, "z@h.cn"],
        ["John Smith", "John Smith", None, "+1 415 555 0100 / 0571-88123456", "john_s", None],
        ["云栖, 精密", "王丽", "总监, 采购", "+86-139-0000-1111", "yq_wang", None],
    ]
    assert import_file(desk, path).created == 3
    told = repr([detail(desk, each) for each in leads.ids(desk)])
    assert "展会认识" in told
    assert "https://example.com" in told
    again = import_file(desk, path)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)


def test_our_own_cards_find_their_leads_again(desk: Desk, tmp_path: Path) -> None:
    lead(desk, "恒远, 精密; 机械", contact="周建国", wechat="hy_zhou", email="z@h.cn", title="采购\\总监")
    cards.write_file(desk, tmp_path / "a.vcf")
    import_file(desk, tmp_path / "a.vcf")
    assert len(leads.ids(desk)) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:周\r\n", "line"),
        ("hello\r\n", r"a\.vcf"),
        ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "no vCards"),
    ],
)
def test_what_is_no_card_is_told_with_its_file(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "a.vcf"
    path.write_text(text, "utf-8")
    with pytest.raises(LeadtuiError, match=why):
        read_tables(path)


def test_without_the_extra_it_is_said_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vobject", None)
    path = tmp_path / "a.vcf"
    path.write_text(_card("VERSION:3.0", "FN:周"), "utf-8")
    with pytest.raises(LeadtuiError, match=r"pip install 'leadtui\[vcard\]'"):
        read_tables(path)
