"""Look-alikes (R2): one company under several spellings, one phone written in several ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtui.domain.identity import company_key, is_masked, near_names, phone_key, split_phone


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("苏州恒远精密机械有限公司", "恒远精密机械"),
        ("苏州恒远精密机械（有限）公司", "恒远精密机械"),
        ("  蘇州恆遠精密機械股份有限公司 ", "恒远精密机械"),
        ("江苏省苏州市恒远精密机械有限责任公司", "恒远精密机械"),
        ("恒远精密机械（苏州）有限公司", "恒远精密机械"),
        ("上海市浦东新区德馨口腔门诊部", "德馨口腔门诊部"),
        ("北京中关科技发展集团有限公司", "中关科技发展"),
        ("杭州云栖智联科技股份有限公司", "云栖智联科技"),
        ("苏州工业园区博纳电子有限公司", "博纳电子"),
        ("北京市朝阳区金盏园林有限公司", "金盏园林"),
        ("广西壮族自治区柳州市鱼峰水泥有限公司", "鱼峰水泥"),
        ("ACME Co., Ltd.", "acme"),
        ("Ａｃｍｅ Inc", "acme"),
        ("Müller GmbH", "müller"),
        ("Smith & Sons Limited", "smithsons"),
        ("恒远精密 Co.,Ltd", "恒远精密"),
    ],
)
def test_a_company_key_is_the_companys_own_part(name: str, key: str) -> None:
    assert company_key(name) == key


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("北京银行", "上海银行"),
        ("苏州市第一人民医院", "无锡市第一人民医院"),
        ("南京大学", "北京大学"),
        ("青岛啤酒股份有限公司", "重庆啤酒股份有限公司"),
        ("恒远精密机械", "恒达精密机械"),
    ],
)
def test_different_companies_stay_different(a: str, b: str) -> None:
    assert company_key(a) != company_key(b)


def test_words_that_look_like_a_place_are_left_in_the_name() -> None:
    assert company_key("义乌市场集团有限公司") == "市场"
    assert company_key("杭州恒远区块链科技有限公司") == "恒远区块链科技"


@given(st.text(max_size=40))
def test_a_name_with_a_letter_has_a_key(name: str) -> None:
    assert company_key(name) or not any(char.isalpha() for char in name)


@pytest.mark.parametrize("name", ["有限公司", "北京", "A公司", "Co., Ltd", "集团", "上海市"])
def test_a_name_of_nothing_but_fillers_keeps_something(name: str) -> None:
    assert len(company_key(name)) >= 2


@pytest.mark.parametrize(
    "written",
    [
        "13862012345",
        "138 6201 2345",
        "138-6201-2345",
        "13862012345.0",
        "+86 138 6201 2345",
        "008613862012345",
        "8613862012345",
        "013862012345",
        "１３８６２０１２３４５",
        "(+86)13862012345",
        "13862012345 / 0571-88123456",
    ],
)
def test_a_mobile_has_one_key(written: str) -> None:
    assert phone_key(written) == "13862012345"


@pytest.mark.parametrize(
    "written",
    [
        "0571-88123456-802",
        "0571-88123456转802",
        "0571 88123456 转 802",
        "0571-88123456 ext. 802",
        "0571-88123456x802",
        "(0571)88123456-802",
        "（0571）8812-3456－802",
        "+86 571 8812 3456-802",
        "+86-0571-88123456-802",
        "057188123456#802",
    ],
)
def test_a_landline_has_one_key_and_its_extension_apart(written: str) -> None:
    assert split_phone(written) == ("057188123456", "802")


def test_a_number_in_groups_has_no_extension() -> None:
    assert phone_key("010-8888-9999") == "01088889999"
    assert phone_key("400-820-8820") == "4008208820"
    assert phone_key("139-1800-7788") == "13918007788"
    assert phone_key("1391800-7788") == "13918007788"
    assert phone_key("1379876") == "1379876"
    assert phone_key("+1 (415) 555-1234") == "14155551234"


@pytest.mark.parametrize("written", ["*5678", "138****5678", "138＊＊＊＊5678", "wx_13812345678", "1.38E+10", "", "无"])
def test_what_identifies_nobody_has_no_key(written: str) -> None:
    assert phone_key(written) == ""


@given(st.text(max_size=30))
def test_a_phone_key_is_digits_or_nothing(text: str) -> None:
    key = phone_key(text)
    assert key == "" or key.isdecimal()


def test_a_hostile_name_costs_no_time() -> None:
    assert company_key("有限" * 50_000 + "x").startswith("有限")
    assert company_key("co " * 50_000 + "x").startswith("coco")
    assert company_key("苏州" * 50_000 + "恒远") == "恒远"


def test_masked_values_are_recognised() -> None:
    assert is_masked("张*")
    assert is_masked("138＊＊")
    assert not is_masked("张三")


def test_near_names_are_offered_best_first() -> None:
    keys = ["南粤食品贸易", "中关科技发展", "中关n科技发展", "恒远精密机械"]
    assert [position for position, _score in near_names("中关科技发展", keys, 5)] == [1, 2]
    assert near_names("恒远精密", keys, 5)[0][0] == 3
    assert near_names("中关科技发展", keys, 1) == [(1, 100.0)]
    assert near_names("", keys, 5) == []
    assert near_names("xyz", keys, 5) == []
