"""What is known of a made-up lead that has come so far: what its stages demand, and what stands beside."""

from typing import Any

from leadtui.domain.terms import Level, MilestoneKind, ObjectionState, Stage, TagDimension
from leadtui.domain.workdays import add_workdays
from leadtui.services.sample import words
from leadtui.services.sample.case import Case
from leadtui.services.sample.chance import Chance
from leadtui.services.sample.drafts import MINUTE, Calendar, wan

_SOURCES = (
    ("website", 21), ("online_ads", 20), ("trade_show", 17), ("referral", 12), ("inbound_call", 10),
    ("cold_visit", 8), ("email_inquiry", 6), ("existing_customer", 3), ("other", 3),
)  # fmt: skip
_LOST = (
    ("price", 18), ("competitor", 18), ("unresponsive", 18), ("budget", 14), ("need_changed", 10),
    ("decision_failed", 8), ("missing_features", 6), ("timeline", 5), ("other", 3),
)  # fmt: skip
_INVALID = (
    ("no_need", 30), ("dead_number", 22), ("wrong_contact", 18), ("no_authority", 14), ("duplicate", 10),
    ("no_such_company", 6),
)  # fmt: skip
_LEVELS = tuple(level.value for level in Level)
_STATES = tuple(ObjectionState)
_ACCEPTED = {2: "rejected", 3: "partial", 4: "signed_off", 5: "signed_off"}
_SURVEY_WORKDAYS = 3
_DELIVERED_AFTER = 20
"""Days from signing to delivery; the survey is back another ten days later."""


def known_fields(case: Case, chance: Chance, calendar: Calendar) -> dict[str, object]:
    """The lead's own fields by key."""
    source = chance.weighted(_SOURCES)
    known: dict[str, object] = {
        "source": source,
        "source_detail": chance.pick(words.DETAILS[source]),
        "initial_need": case.need.name,
        "intent": case.intent,
    }
    if chance.comes(80):
        known |= {"budget_min": wan(case.need.low), "budget_max": wan(case.need.high)}
    if case.is_graded and case.made:
        known |= {"grade": case.grade, "priority": case.priority}
        known["grade_basis"] = f"{case.grade}级:{case.need.pain},{words.BASIS[case.grade]}"
    if case.level >= 1:
        known |= {"validity": "valid", "need_fit": chance.pick(_LEVELS), "budget_fit": chance.pick(_LEVELS)}
    if case.level >= 2:
        known |= _need(case, chance, calendar)
    if case.level >= 3:
        known |= _terms(case, chance)
    if case.stage is Stage.WON:
        known |= _sale(case, chance, calendar)
    return known | _closing(case)


def _need(case: Case, chance: Chance, calendar: Calendar) -> dict[str, object]:
    known: dict[str, object] = {
        "pain_point": case.need.pain,
        "decision_process": "{dept}评审,{who}批".format_map(case.told),
        "need_detail": "{need}先给{dept}用,{n}周内试点".format_map(case.told),
    }
    if case.stage in (Stage.SOLUTION, Stage.NEGOTIATION):
        days = chance.between(5, 30) if case.grade == "A" else chance.between(31, 90)
        known["expected_close"] = calendar.day(days)
    return known


def _terms(case: Case, chance: Chance) -> dict[str, object]:
    quote = int(str(case.told["quote"]))
    return {
        "decision_maker": case.told["who"],
        "purchase_timing": "{n}周内定".format_map(case.told),
        "proposal": "{need}标准版,{dept}先上".format_map(case.told),
        "proposal_sent_at": case.made["proposal"][0] - 40 * MINUTE,
        "quote_amount": wan(quote),
        "price": wan(round(quote * chance.between(85, 100) / 100, 1)),
        "payment_terms": chance.pick(words.PAYMENT_TERMS),
        "negotiation_progress": "awaiting_contract" if "deal" in case.made else "negotiating",
    }


def _sale(case: Case, chance: Chance, calendar: Calendar) -> dict[str, object]:
    _at, ago = case.made["deal"]
    known: dict[str, object] = {
        "negotiation_progress": "signed",
        "contract_amount": wan(int(str(case.told["quote"]))),
        "contract_sent_on": calendar.day(-ago - 4),
        "signed_on": calendar.day(-ago),
        "delivery_cycle": "{n}周".format_map(case.told),
        "service_terms": "一年免费维护",
    }
    if ago <= _DELIVERED_AFTER + 10:
        return known
    delivered = calendar.day(_DELIVERED_AFTER - ago)
    score = chance.between(2, 5) if chance.comes(30) else chance.between(4, 5)
    known |= {
        "delivered_on": delivered,
        "acceptance": _ACCEPTED[score],
        "survey_due_on": add_workdays(delivered, _SURVEY_WORKDAYS),
        "satisfaction": score,
        "after_feedback": words.AFTER[score],
    }
    if score == 5:
        known["repurchase_intent"] = "想扩到分公司"
    return known


def _closing(case: Case) -> dict[str, object]:
    if case.stage is Stage.LOST:
        rival = {"competitor": case.told["rival"]} if case.told["reason"] == "competitor" else {}
        return {"lost_reason": case.told["reason"], **rival}
    if case.stage is Stage.INVALID:
        return {"validity": "invalid", "invalid_reason": case.told["reason"]}
    return {}


def draw_closing(case: Case, chance: Chance) -> None:
    """Why the lead was closed, into what the phrases are filled with."""
    if case.stage is Stage.LOST:
        reason = chance.weighted(_LOST)
        case.told |= {"reason": reason, "why": words.LOST[reason].format_map(case.told)}
    elif case.stage is Stage.INVALID:
        reason = chance.weighted(_INVALID)
        case.told |= {"reason": reason, "why": words.INVALID[reason]}


def records(case: Case, city: str, chance: Chance, calendar: Calendar) -> dict[str, Any]:
    """Milestones, confirmations, objections, amendments and tags, as a Draft takes them."""
    found: dict[str, Any] = {"tags": _tags(case, city, chance)}
    days = {phase: calendar.day(-ago) for phase, (_at, ago) in case.made.items()}
    kinds = []
    if case.level >= 2:
        kinds.append((MilestoneKind.NEED_CONFIRMED, days["qualify"], ""))
        found["confirmations"] = (("need", days["qualify"]),)
        if "demo" in days:
            kinds.append((MilestoneKind.DEMO_DONE, days["demo"], ""))
        if chance.comes(12):
            text, progress = chance.pick(words.OBJECTIONS)
            found["objections"] = ((text, progress, chance.pick(_STATES), case.made["qualify"][0]),)
    if case.level >= 3:
        kinds.append((MilestoneKind.BUDGET_APPROVED, days["proposal"], f"{case.told['quote']}万"))
        found["confirmations"] += (("budget", days["proposal"]),)
    if case.stage is Stage.NEGOTIATION and "deal" in days:
        kinds.append((MilestoneKind.CONTRACT_IN_REVIEW, days["deal"], ""))
    if case.stage is Stage.WON and chance.comes(12):
        text, why = chance.pick(words.AMENDMENTS)
        found["amendments"] = ((text, why, case.made["deal"][0] - 60 * MINUTE),)
    found["milestones"] = tuple(kinds)
    return found


def _tags(case: Case, city: str, chance: Chance) -> tuple[tuple[TagDimension, str], ...]:
    tags = []
    if chance.comes(35):
        tags.append((TagDimension.OTHER, chance.pick(words.TAGS)))
    if chance.comes(15):
        tags.append((TagDimension.REGION, city))
    if chance.comes(15):
        tags.append((TagDimension.NEED, case.need.name))
    return tuple(tags)
