"""The team's settings reach everything that reads them: numbers, gates, days, words; each is one undoable step."""

from datetime import timedelta

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import Implausible, LeadtuiError
from leadtui.domain.fields import Entity
from leadtui.domain.filters import parse
from leadtui.domain.quickadd import read
from leadtui.domain.terms import LostReason, Source, Stage, Status
from leadtui.exchange import choices
from leadtui.services import board, history, leads, messages, moves, records, tags, team
from leadtui.services.book import seen
from leadtui.services.moves import GateError
from leadtui.store import settings
from leadtui.store.models import JournalEntry, Lead, Setting, StageChange
from tests.services.captured import lead, reached

pytestmark = pytest.mark.usefixtures("book")


def rows(key: str) -> list[dict[str, str]]:
    """The rows of a setting as a person sees them."""
    return [dict(row) for row in team.table(key).rows]


def place(key: str, cell: str, text: str) -> int:
    """Which row has this text."""
    return next(number for number, row in enumerate(rows(key)) if row[cell] == text)


@pytest.fixture
def partner(book: object, desk: Desk) -> str:
    """The key of a source of the team's own."""
    team.edit(desk, "sources", None, {"label": "合作伙伴", "code": "伙伴"})
    return Source.read("合作伙伴").value


class TestSources:
    def test_an_own_source_gives_numbers_with_its_code(self, desk: Desk, partner: str) -> None:
        """R43."""
        lead(desk, source="合作伙伴")
        row = leads.rows(desk, leads.ids(desk))[0]
        assert (row.source, row.lead_no) == (partner, "伙伴-20261122-001")
        assert partner.isascii()

    def test_it_is_read_shown_filtered_and_recognised_in_sheets_and_in_one_line(self, desk: Desk, partner: str) -> None:
        lead(desk, "甲公司", source=partner)
        lead(desk, "乙公司", source="官网", phone="13900000000")
        found = leads.ids(desk, parse("source:合作伙伴"))
        assert [row.customer for row in leads.rows(desk, found)] == ["甲公司"]
        assert Source(partner).label == "合作伙伴"
        assert choices.source("合作伙伴") == (Source(partner), "")
        assert choices.source("合作伙伴-老张") == (Source(partner), "合作伙伴-老张")
        assert choices.choice(Source, "合作伙伴") is Source(partner)
        assert read("恒远精密 13862012345 伙伴", desk.local_now()).entered["source"] == partner

    def test_a_form_offers_it_until_it_is_put_away_and_keeps_it_where_it_stands(self, desk: Desk, partner: str) -> None:
        assert Source(partner) in Source.offered()
        lead(desk, source=partner)
        assert team.remove(desk, "sources", place("sources", "key", partner)) is False
        assert Source(partner) not in Source.offered()
        assert Source(partner) in Source.offered(Source(partner))
        assert Source.read("合作伙伴").label == "合作伙伴"

    def test_one_that_no_lead_carries_is_removed_a_given_one_put_away(self, desk: Desk, partner: str) -> None:
        assert team.remove(desk, "sources", place("sources", "key", partner)) is True
        assert Source.named("合作伙伴") is None
        assert team.remove(desk, "sources", place("sources", "key", "website")) is False
        assert Source.WEBSITE not in Source.offered()
        assert Source.read("官网") is Source.WEBSITE

    def test_a_whole_list_cannot_drop_what_leads_carry(self, desk: Desk, partner: str) -> None:
        lead(desk, source=partner)
        team.put(desk, "sources", [{"label": "抖音直播", "code": "抖音"}])
        assert [row["label"] for row in rows("sources")][-2:] == ["抖音直播", "合作伙伴"]
        assert [row["active"] for row in rows("sources")][-2:] == ["yes", "put away"]

    def test_undo_takes_the_source_back_and_redo_brings_it(self, desk: Desk, partner: str) -> None:
        history.undo(desk)
        assert Source.named(partner) is None
        history.redo(desk)
        assert Source.read(partner).label == "合作伙伴"

    def test_another_process_that_changed_it_is_followed(self, desk: Desk, partner: str) -> None:
        """The value follows the stored text, whoever wrote it."""
        stored = Setting.get(Setting.key == "sources")
        Setting.update(value=stored.value.replace("合作伙伴", "渠道伙伴")).execute()
        seen()
        assert Source(partner).label == "渠道伙伴"

    def test_a_given_source_may_have_another_code(self, desk: Desk) -> None:
        team.edit(desk, "sources", place("sources", "key", "trade_show"), {"code": "ZH"})
        lead(desk, source="行业展会")
        assert leads.rows(desk, leads.ids(desk))[0].lead_no == "ZH-20261122-001"

    @pytest.mark.parametrize(
        ("entered", "cell"),
        [
            ({"label": "", "code": "伙伴"}, "label"),
            ({"label": "合作伙伴", "code": ""}, "code"),
            ({"label": "合作伙伴", "code": "a-b"}, "code"),
            ({"label": "合作伙伴", "code": "官网"}, "code"),
        ],
    )
    def test_what_cannot_be_names_its_cell(self, desk: Desk, entered: dict[str, str], cell: str) -> None:
        with pytest.raises(Implausible) as refusal:
            team.edit(desk, "sources", None, entered)
        assert refusal.value.key == cell
        assert not Setting.select().exists()

    def test_a_given_source_keeps_its_name(self, desk: Desk) -> None:
        with pytest.raises(Implausible):
            team.edit(desk, "sources", 0, {"label": "展销会"})


class TestReasons:
    def test_an_own_lost_reason_closes_a_lead(self, desk: Desk) -> None:
        team.edit(desk, "lost_reasons", None, {"label": "老板换人"})
        lead_id = lead(desk)
        moves.move(desk, lead_id, Stage.LOST, reason="老板换人")
        assert LostReason(Lead.get_by_id(lead_id).lost_reason).label == "老板换人"
        assert Lead.get_by_id(lead_id).closing_note == ""

    def test_one_field_takes_it_too(self, desk: Desk) -> None:
        team.edit(desk, "invalid_reasons", None, {"label": "学生咨询"})
        lead_id = lead(desk)
        moves.move(desk, lead_id, Stage.INVALID, entered={"invalid_reason": "学生咨询"})
        assert Lead.get_by_id(lead_id).invalid_reason == rows("invalid_reasons")[-1]["key"]


class TestNumbers:
    @pytest.mark.parametrize(
        ("template", "number"), [("{yyyymmdd}{seq3}", "20261122001"), ("ZY-{yyyymmdd}-{seq3}", "ZY-20261122-001")]
    )
    def test_another_template_applies_to_new_leads_only(self, desk: Desk, template: str, number: str) -> None:
        """R43: a number never changes afterwards."""
        lead(desk, "甲公司", source="官网")
        team.edit(desk, "number_template", 0, {"template": template})
        lead(desk, "乙公司", source="官网", phone="13900000000")
        assert {row.lead_no for row in leads.rows(desk, leads.ids(desk))} == {"官网-20261122-001", number}

    @pytest.mark.parametrize(
        "template",
        ["{source}-{seq3}", "{yyyymmdd}", "{yyyymmdd}{seq3}{seq3}", "{yyyymmdd}{seq3}{x}", "{yyyymmdd} {seq3}"],
    )
    def test_a_template_that_makes_no_numbers_is_refused(self, desk: Desk, template: str) -> None:
        with pytest.raises(Implausible) as refusal:
            team.put(desk, "number_template", template)
        assert refusal.value.key == "template"


class TestStages:
    def test_days_until_stale_are_the_teams(self, desk: Desk) -> None:
        lead_id = lead(desk)
        assert leads.rows(desk, [lead_id])[0].stale_days == 1
        team.edit(desk, "stages", 0, {"stale_days": "30"})
        assert leads.rows(desk, [lead_id])[0].stale_days == 30
        team.edit(desk, "stages", 0, {"stale_days": "never"})
        assert leads.rows(desk, [lead_id])[0].stale_days is None

    def test_odds_weigh_the_columns_of_the_board(self, desk: Desk) -> None:
        lead(desk, budget_min="10万", budget_max="10万")
        team.edit(desk, "stages", 0, {"probability": "35"})
        assert board.columns(desk)[0].weighted == 3_500_000

    def test_odds_beyond_a_hundred_are_refused(self, desk: Desk) -> None:
        with pytest.raises(Implausible) as refusal:
            team.edit(desk, "stages", 0, {"probability": "120"})
        assert refusal.value.key == "probability"


class TestGates:
    @pytest.fixture
    def demanding(self, book: object, desk: Desk) -> None:
        """A team whose 筛选分级 also demands the pain point."""
        team.put(desk, "gates", {"stages": {"qualifying": ["validity_checked", "pain_point"]}})

    @pytest.mark.usefixtures("demanding")
    def test_any_field_can_be_demanded_and_is_asked_for(self, desk: Desk) -> None:
        """R24."""
        lead_id = lead(desk, validity="valid")
        with pytest.raises(GateError) as refusal:
            moves.move(desk, lead_id, Stage.QUALIFYING)
        assert [each.field for each in refusal.value.missing] == ["pain_point"]
        moves.move(desk, lead_id, Stage.QUALIFYING, entered={"pain_point": "排产靠人"})
        assert Lead.get_by_id(lead_id).stage == Stage.QUALIFYING

    @pytest.mark.usefixtures("demanding")
    def test_it_can_be_skipped_with_a_reason(self, desk: Desk) -> None:
        """R24."""
        lead_id = lead(desk, validity="valid")
        moves.move(desk, lead_id, Stage.QUALIFYING, reason="客户赶时间")
        assert (
            StageChange.get(StageChange.lead == lead_id, StageChange.to_stage == "qualifying").skipped == "pain_point"
        )

    def test_a_demand_can_be_dropped(self, desk: Desk) -> None:
        team.edit(desk, "gates", place("gates", "key", "stages:negotiation"), {"demands": ""})
        lead_id = lead(desk)
        moves.move(desk, lead_id, Stage.NEGOTIATION)
        assert Lead.get_by_id(lead_id).stage == Stage.NEGOTIATION

    def test_a_status_has_its_own(self, desk: Desk) -> None:
        team.put(desk, "gates", {"statuses": {"interested": ["owner"]}})
        lead_id = lead(desk)
        assert moves.missing_for_status([lead_id], Status.INTERESTED) == ()
        assert moves.missing_for_status([lead_id], Status.HIGH_INTENT) != ()

    def test_rows_that_come_back_as_shown_change_nothing(self, desk: Desk) -> None:
        before = team.document("gates")
        for number, row in enumerate(rows("gates")):
            team.edit(desk, "gates", number, {"demands": row["demands"]})
        assert team.document("gates") == before

    def test_an_unknown_demand_is_refused(self, desk: Desk) -> None:
        with pytest.raises(Implausible) as refusal:
            team.put(desk, "gates", {"stages": {"solution": ["星座"]}})
        assert refusal.value.key == "demands"


class TestDays:
    def test_a_contract_is_raised_after_the_teams_days(self, desk: Desk) -> None:
        lead_id = lead(desk, contract_sent_on=(desk.today() - timedelta(days=4)).isoformat())
        before = Lead.get_by_id(lead_id).unsigned_on
        team.put(desk, "unsigned_days", 2)
        assert Lead.get_by_id(lead_id).unsigned_on < before
        history.undo(desk)
        assert Lead.get_by_id(lead_id).unsigned_on == before

    def test_a_cadence_row_paces_leads_and_its_points_belong_to_the_grade(self, desk: Desk) -> None:
        """R16."""
        lead_id = lead(desk, grade="B")
        reached(desk, lead_id)
        before = Lead.get_by_id(lead_id).cadence_on
        number = place("cadence", "days", "7")
        team.edit(desk, "cadence", number, {"days": "3-4", "points": "新案例"})
        assert before is not None
        assert Lead.get_by_id(lead_id).cadence_on < before
        assert {row["points"] for row in rows("cadence") if row["grade"] == "B"} == {"新案例"}
        assert rows("cadence")[number]["days"] == "3-4"

    def test_points_that_nobody_touched_go_on_being_translated(self, desk: Desk) -> None:
        team.edit(desk, "cadence", 0, {"days": "3"})
        assert (
            settings.team_cadence()[next(iter(settings.team_cadence()))].points
            == "Needs in detail, solution, budget range"
        )

    @pytest.mark.parametrize(
        ("entered", "cell"),
        [({"days": "x"}, "days"), ({"days": "", "months": ""}, "days"), ({"channels": "飞鸽"}, "channels")],
    )
    def test_a_track_that_cannot_be_names_its_cell(self, desk: Desk, entered: dict[str, str], cell: str) -> None:
        with pytest.raises(Implausible) as refusal:
            team.edit(desk, "cadence", 0, entered)
        assert refusal.value.key == cell

    def test_assignment_rules_propose_the_owner(self, desk: Desk) -> None:
        """R54."""
        team.edit(desk, "assignment", None, {"owner": "王强", "region": "华东"})
        lead(desk, region="华东")
        assert leads.rows(desk, leads.ids(desk))[0].owner == "王强"


class TestTags:
    def test_renaming_finds_its_leads_under_the_new_name_and_undo_under_the_old(self, desk: Desk) -> None:
        """R48."""
        lead_id = lead(desk)
        records.attach(desk, lead_id, Entity.TAG, {"name": "重点"})
        team.edit(desk, "tags", 0, {"name": "大客户", "dimension": "need"})
        assert leads.ids(desk, parse("大客户")) == [lead_id]
        assert leads.rows(desk, [lead_id])[0].tags == ("大客户",)
        history.undo(desk)
        assert leads.ids(desk, parse("大客户")) == []
        assert leads.ids(desk, parse("重点")) == [lead_id]

    def test_a_name_that_is_there_makes_one_of_two(self, desk: Desk) -> None:
        both, one = lead(desk), lead(desk, "乙公司", phone="13900000000")
        for lead_id, name in ((both, "重点"), (both, "大客户"), (one, "重点")):
            records.attach(desk, lead_id, Entity.TAG, {"name": name})
        team.put(desk, "tags", {"重点": {"name": "大客户"}})
        assert [(line.name, line.leads) for line in tags.every()] == [("大客户", 2)]
        history.undo(desk)
        assert sorted((line.name, line.leads) for line in tags.every()) == [("大客户", 1), ("重点", 2)]

    def test_only_an_unused_one_is_removed(self, desk: Desk) -> None:
        records.attach(desk, lead(desk), Entity.TAG, {"name": "重点"})
        with pytest.raises(LeadtuiError):
            team.remove(desk, "tags", 0)
        team.edit(desk, "tags", None, {"name": "空"})
        team.put(desk, "tags", {"空": None})
        assert [line.name for line in tags.every()] == ["重点"]


class TestMessages:
    def template(self, desk: Desk, text: str) -> None:
        """One template of the team's own."""
        team.put(desk, "templates", [{"name": "问候", "text": text}])

    def test_names_are_filled_in_for_each_lead(self, desk: Desk) -> None:
        first = lead(desk, "甲公司", contact="周建国")
        second = lead(desk, "乙公司", phone="13900000000")
        self.template(desk, "{contact} 您好,祝{customer} {festival}快乐! {owner}")
        found = messages.filled(desk, messages.templates()[0], [second, first])
        assert [each.text for each in found] == [
            "您好,祝乙公司 New Year's Day快乐! 李娜",
            "周建国 您好,祝甲公司 New Year's Day快乐! 李娜",
        ]
        assert [each.lacks for each in found] == [("contact",), ()]

    def test_a_text_with_a_name_is_recorded_one_without_is_not(self, desk: Desk) -> None:
        """R37."""
        lead_id = lead(desk, contact="周建国")
        acts = JournalEntry.select().where(JournalEntry.kind == "act")
        self.template(desk, "祝{customer}一切顺利")
        messages.filled(desk, messages.templates()[0], [lead_id])
        assert not acts.exists()
        self.template(desk, "{contact}您好")
        messages.filled(desk, messages.templates()[0], [lead_id])
        assert [history.entries(lead_id)[0].kind] == ["act"]
        assert "周建国" not in history.entries(lead_id)[0].name

    def test_a_hole_that_nobody_can_fill_is_refused(self, desk: Desk) -> None:
        with pytest.raises(Implausible) as refusal:
            self.template(desk, "祝{company}一切顺利")
        assert refusal.value.key == "text"

    def test_talk_tracks_are_found_by_words_and_pinyin(self, desk: Desk) -> None:
        team.put(
            desk,
            "talk_tracks",
            [{"title": "价格太高", "text": "理解", "group": "异议"}, {"title": "开场", "text": "您好"}],
        )
        tracks = messages.talk_tracks()
        found = [
            [each.title for each in messages.matching(tracks, typed)] for typed in ("", "jgtg", "jiage", "您好", "yy")
        ]
        assert found == [["价格太高", "开场"], ["价格太高"], ["价格太高"], ["开场"], ["价格太高"]]


def test_every_setting_is_stored_as_it_is_shown(desk: Desk) -> None:
    """A setting put in force as it stands changes nothing that is read from it."""
    for key, topic in team.TOPICS.items():
        if key != "tags":
            before = rows(key)
            team.put(desk, key, team.document(key))
            assert rows(key) == before, key
            assert topic.label


def test_a_setting_is_one_step_with_a_name(desk: Desk) -> None:
    team.put(desk, "unsigned_days", 9)
    assert history.undo(desk) == "Setting: Unsigned contracts"
    assert settings.unsigned_days() == 5


def test_another_track_of_a_grade_keeps_its_points(desk: Desk) -> None:
    team.edit(desk, "cadence", None, {"grade": "A", "kind": "content", "days": "10", "channels": "微信"})
    tracks = [row for row in rows("cadence") if row["grade"] == "A"]
    assert [row["days"] for row in tracks] == ["1-2", "10"]
    assert {row["points"] for row in tracks} == {"Needs in detail, solution, budget range"}
    team.remove(desk, "cadence", place("cadence", "days", "10"))
    assert [row["days"] for row in rows("cadence") if row["grade"] == "A"] == ["1-2"]
