"""Contacts as vCard 4: escaped, folded, one card a person."""

from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.fields import Entity
from leadtui.exchange import cards
from leadtui.services import cycles, history, records
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
