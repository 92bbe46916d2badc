"""Masking (R10): enough is left to recognise a contact, too little to copy one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtui.domain.privacy import mask_email, mask_name, mask_phone, mask_wechat


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("周建国", "周*国"),
        ("陈伟", "陈*"),
        ("陈\u3000伟", "陈*"),
        ("欧阳建国", "欧**国"),
        ("吴医生", "吴*生"),
        ("𠮷田健", "𠮷*健"),
        ("葛\U000e0100小明", "葛\U000e0100*明"),
        ("阿卜杜拉·买买提", "阿******提"),
        ("John Smith", "J*** S****"),
        ("Жанна", "Ж****"),
        ("周", "*"),
        ("", ""),
        ("郑*经理", "郑*经理"),
        ("王＊", "王＊"),
    ],
)
def test_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("13862012345.0", "138****2345"),
        ("+86 139 1800 7788", "139****7788"),
        ("8613771234567", "137****4567"),
        ("0571-88123456-802", "0571****-802"),
        ("0571-88123456转802", "0571****-802"),
        ("0571-88123456", "0571****3456"),
        ("020-38765432", "020****5432"),
        ("88123456", "****3456"),
        ("1379876", "***9876"),
        ("12345", "***45"),
        ("7", "*"),
        ("13812345678/020-38765432", "138****5678/020****5432"),
        ("wx_13812345678", "w************8"),
        ("138****5678", "138****5678"),
        ("*5678", "*5678"),
        ("13812345678*", "138****5678"),
        ("", ""),
    ],
)
def test_phones(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


def test_mail_and_wechat() -> None:
    assert mask_email("li@example.com") == "l*@example.com"
    assert mask_email("zhou.jianguo@hengyuan.cn") == "z***********@hengyuan.cn"
    assert mask_email("a@b.cn") == "*@b.cn"
    assert mask_email("no address") == "n********s"
    assert mask_email("l*@example.com") == "l*@example.com"
    assert mask_wechat("wxid_9k2") == "w******2"
    assert mask_wechat("ab") == "a*"
    assert mask_wechat("") == ""


@given(st.text("0123456789+-() /转xa*、,.", max_size=30))
def test_no_masked_phone_shows_a_whole_number(text: str) -> None:
    masked = mask_phone(text)
    assert not re.search(r"\d{7}", masked)
    assert mask_phone(masked) == masked


@given(st.text(st.characters(categories=["L"]), min_size=1, max_size=12))
def test_a_masked_name_hides_something_and_stays_masked(name: str) -> None:
    masked = mask_name(name)
    assert "*" in masked
    assert masked != name
    assert mask_name(masked) == masked
