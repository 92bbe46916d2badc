"""The written review (周报, 月报): a period's facts in sentences, made by rules from the panels. Nothing is guessed,
and nothing is called a rise or a fall that chance would make as well."""

import re
from collections.abc import Iterator, Mapping

from leadtui.desk import Desk
from leadtui.domain import periods
from leadtui.domain.text import visible
from leadtui.i18n import NP_, _, ngettext, told
from leadtui.services import brief
from leadtui.services.reviews import changes, decisions, facts, telling
from leadtui.services.reviews.decisions import Case, Decision
from leadtui.services.reviews.shape import Panel, Review

TITLES = {
    periods.WEEK: NP_("written", "Weekly review"),
    periods.MONTH: NP_("written", "Monthly review"),
    periods.QUARTER: NP_("written", "Quarterly review"),
    periods.RANGE: NP_("written", "Review"),
}


def markdown(desk: Desk, review: Review) -> str:
    """The period on a page of Markdown: what happened, what rose and fell, which leads need a decision."""
    panels = {panel.key: panel for panel in review.panels}
    blocks = [
        (_("What happened"), list(facts.sentences(panels))),
        (_("What rose, what fell"), _turns(desk, review, panels)),
        (_("What needs a decision"), list(_decisions(desk, review))),
    ]
    lines = [f"# {brief.plain(_title(review))}", "", *_about(desk, review)]
    for title, sentences in blocks:
        lines += ["", f"## {title}", ""]
        for each in sentences:
            lines += ["", each, ""] if each.startswith("### ") else [f"- {each}"]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def _title(review: Review) -> str:
    period = review.period
    return f"{told(TITLES[period.kind])} {period.start} {telling.NOTHING} {period.end}"


def _about(desk: Desk, review: Review) -> Iterator[str]:
    """Whose leads, and that the period is not over."""
    if review.owner:
        yield brief.plain(_("Of {owner}.").format(owner=review.owner))
    if review.filter:
        yield brief.plain(_("Only what passes the filter {filter}.").format(filter=review.filter))
    if review.period.is_running(desk.today()):
        day = (desk.today() - review.period.start).days + 1
        yield _("The period still runs: this is day {day} of {days}.").format(day=day, days=review.period.days)


def _turns(desk: Desk, review: Review, panels: Mapping[str, Panel]) -> list[str]:
    is_running = review.period.is_running(desk.today())
    found = list(changes.sentences(panels, is_running=is_running))
    if is_running:
        return [*found, _("The period is not over, so no number is said to have fallen yet.")]
    return found or [_("Nothing rose or fell more than chance would have it.")]


def _decisions(desk: Desk, review: Review) -> Iterator[str]:
    found = decisions.decisions(desk, review)
    if not found:
        yield _("No lead waits for a decision.")
    for each in found:
        yield from _decision(each)


def _decision(decision: Decision) -> Iterator[str]:
    rest = decision.count - len(decision.cases)
    count = ngettext("{count} lead", "{count} leads", decision.count).format(count=f"{decision.count:,}")
    yield f"### {told(decision.title)} ({count})"
    yield from (_case(each) for each in decision.cases)
    if rest:
        yield ngettext("and {count} more", "and {count} more", rest).format(count=f"{rest:,}")


def _case(case: Case) -> str:
    amount = telling.money(case.amount) if case.amount is not None else ""
    days = ngettext("for {count} day", "for {count} days", case.days).format(count=case.days)
    parts = (case.customer, case.lead_no, case.stage.label, amount, case.owner, days)
    return brief.plain(" · ".join(visible(part) for part in parts if part))
