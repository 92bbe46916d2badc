"""The settings' own rules: words a team adds, gates it writes, numbers, talk tracks and messages."""

import pytest

from leadtui import i18n
from leadtui.domain import gates, numbering, talk, team_gates
from leadtui.domain.errors import Implausible, LeadtuiError
from leadtui.domain.fields import BY_KEY, GIVEN
from leadtui.domain.gates import GateFacts
from leadtui.domain.searchtext import names
from leadtui.domain.talk import TalkTrack, Template
from leadtui.domain.team_words import LOST_REASONS, SOURCES, VOCABULARY, kept
from leadtui.domain.terms import LostReason, Source, Stage, Word

PARTNER = Word("partner", "合作伙伴", "伙伴")


class TestWords:
    def test_an_own_word_is_a_choice_like_the_given_ones(self) -> None:
        """R9."""
        Source.follow([PARTNER])
        partner = Source("partner")
        assert (partner.value, partner.label, partner.code) == ("partner", "合作伙伴", "伙伴")
        assert Source.read("合作伙伴") == Source.read("PARTNER") == partner == "partner"
        assert Source.known() == Source.offered() == (*Source, partner)
        assert LostReason.known() == tuple(LostReason)

    def test_words_that_are_followed_take_the_place_of_the_ones_before(self) -> None:
        Source.follow([PARTNER])
        Source.follow([Word("website", is_active=False)])
        assert Source.named("合作伙伴") is None
        assert Source.WEBSITE not in Source.offered()
        assert Source.WEBSITE in Source.offered(Source.WEBSITE)
        assert Source.named("官网") is Source.WEBSITE
        with pytest.raises(ValueError, match="partner"):
            Source("partner")

    def test_the_house_stands_beside_what_a_team_writes(self) -> None:
        words = SOURCES.read([{"label": "合作伙伴", "code": "伙伴"}, {"label": "官网", "code": "WEB"}])
        assert [word.key for word in words[:-1]] == list(Source)
        assert (words[-1].label, words[-1].key.isascii()) == ("合作伙伴", True)
        assert words[1] == Word("website", "", "WEB")

    def test_two_labels_with_one_spelling_get_two_keys(self) -> None:
        words = LOST_REASONS.read([{"label": "换人"}, {"label": "还任"}])
        keys = [word.key for word in words[-2:]]
        assert len(set(keys)) == 2
        assert all(key.isascii() for key in keys)

    @pytest.mark.parametrize("label", ["合作伙伴", "行业展会", "Trade show"])
    def test_no_label_stands_twice(self, label: str) -> None:
        with pytest.raises(Implausible) as refusal:
            SOURCES.read([{"label": "合作伙伴", "code": "伙伴"}, {"label": label, "code": "二", "key": "second"}])
        assert refusal.value.key == "label"

    def test_what_leads_carry_is_put_away_instead_of_dropped(self) -> None:
        other = Word("show", "车展", "车展")
        assert kept((), (PARTNER, other), {"partner"}) == (Word("partner", "合作伙伴", "伙伴", False),)

    def test_every_open_choice_has_its_setting(self) -> None:
        assert [topic.default[0].key for topic in VOCABULARY.values()] == ["trade_show", "competitor", "dead_number"]


class TestGates:
    @pytest.mark.parametrize("language", i18n.LANGUAGES)
    def test_a_demand_is_named_as_it_is_shown(self, language: str) -> None:
        """What a form shows reads back as the same demand: no two share a name, none holds a comma."""
        i18n.speak(language)
        for key in (*gates.KNOWN, *(key for key in BY_KEY if key not in GIVEN)):
            demand = gates.requirement(key)
            rows = [{"key": "stages:solution", "demands": demand.label}]
            read = team_gates.GATES.read(team_gates.GATES.document(rows))
            assert gates.stored_key(read.stages[Stage.SOLUTION][0]) == gates.stored_key(demand), key

    def test_any_field_of_a_lead_can_be_demanded(self) -> None:
        """R24."""
        demanded = team_gates.GATES.read({"stages": {"solution": ["痛点", "quote_amount"]}})
        facts = GateFacts(filled=gates.filled({"pain_point": "", "quote_amount": 0, "id": 1}))
        assert [each.key for each in gates.missing_for_stage(Stage.SOLUTION, facts, demanded)] == ["pain_point"]
        assert demanded.stages[Stage.WON] == gates.STAGE_GATES[Stage.WON]

    def test_a_skipped_field_is_told_by_its_name(self) -> None:
        assert gates.skipped_labels("pain_point,proposal_sent_at") == ["Pain point", "Proposal sent"]


@pytest.mark.parametrize("template", numbering.PRESETS)
def test_the_offered_templates_make_numbers(template: str) -> None:
    """R43."""
    assert numbering.template(f" {template} ") == template


@pytest.mark.parametrize(
    "template", ["", "{seq3}", "{yyyymmdd}{seq3}{seq3}", "{yyyymmdd}{seq3}}", "{yyyymmdd}\n{seq3}"]
)
def test_a_template_that_makes_none_is_refused(template: str) -> None:
    with pytest.raises(LeadtuiError):
        numbering.template(template)


class TestTalk:
    def test_holes_are_filled_and_unknown_words_leave_no_gap(self) -> None:
        template = Template("", "Dear {contact} of {customer},\nabout {need} today")
        assert talk.fill(template, {"customer": "ACME"}) == "Dear of ACME,\nabout today"

    def test_the_houses_words_stay_in_the_language_being_spoken(self) -> None:
        """A row that came back untouched is stored as the house's own, whatever was spoken."""
        i18n.speak("zh_CN")
        rows = talk.TALK_TRACKS.rows(talk.TALK_TRACKS.default)
        stored = talk.TALK_TRACKS.read(
            talk.TALK_TRACKS.document([*rows, {"title": "开场", "text": "您好", "group": ""}])
        )
        assert stored == (*talk.TALK_TRACKS.default, TalkTrack("开场", "您好"))
        i18n.speak("en")
        assert talk.shown_track(stored[0]).title == "Too expensive"

    @pytest.mark.parametrize(
        ("typed", "is_found"), [("jg", True), ("jiage", True), ("价", True), ("tg", True), ("xy", False)]
    )
    def test_a_name_is_found_by_pinyin(self, typed: str, is_found: bool) -> None:
        assert names(typed, "价格太高") is is_found
