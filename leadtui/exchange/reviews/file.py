"""From a period to a file to show: the one way that command line and screen write a review (R27, R30)."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from leadtui.desk import Desk
from leadtui.domain.errors import UsageError
from leadtui.domain.periods import Period
from leadtui.domain.text import clean
from leadtui.exchange import target
from leadtui.i18n import N_
from leadtui.services import exports, leads, reviews
from leadtui.services.leads import LeadRow
from leadtui.services.reviews import written
from leadtui.services.reviews.shape import Panel, Review

ENDINGS = (".md", ".html", ".xlsx", ".json")
PAGE = 500


def write(
    desk: Desk,
    path: Path,
    period: Period,
    *,
    filter: str = "",
    owner: str | None = None,
    reveal: bool = False,
    force: bool = False,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write the review into a file by its ending; that leads went out is recorded, and whether contacts did in full.

    Raises UsageError for an ending nobody knows and for contacts where none stand, LeadtuiError where the file exists
    and `force` is not set; no half a file is left behind.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise UsageError(N_("{path}: give the file one of the endings {known}."), path=path, known=" ".join(ENDINGS))
    if reveal and ending != ".xlsx":
        raise UsageError(N_("Contacts stand in a workbook only: name one with -o FILE.xlsx."))
    with target.replacing(path, force=force) as making:
        review = reviews.review(desk, period, filter=filter, owner=owner, cancelled=cancelled)
        if ending == ".json":
            from leadtui.exchange.reviews.document import document

            making.write_text(json.dumps(document(review), ensure_ascii=False, indent=1) + "\n", "utf-8")
            return
        told = written.markdown(desk, review)
        if ending == ".xlsx":
            _workbook(desk, making, review, told, clean(path.name), reveal=reveal)
        else:
            making.write_text(_page(ending, review, told, desk), "utf-8")
            exports.record_review(desk, clean(path.name))


def _page(ending: str, review: Review, told: str, desk: Desk) -> str:
    from leadtui.exchange.reviews.markdown import markdown
    from leadtui.exchange.reviews.page import page

    return (markdown if ending == ".md" else page)(review, told, desk.today())


def _workbook(desk: Desk, path: Path, review: Review, told: str, name: str, *, reveal: bool) -> None:
    from leadtui.exchange.reviews import workbook

    known: dict[int, LeadRow] = {}
    behind = ((panel, _behind(desk, review, panel, known, reveal=reveal)) for panel in review.panels if panel.rows)
    count = workbook.write(path, review, told, behind, desk.now(), desk.zone)
    exports.record(desk, name, count, reveal=reveal)


def _behind(
    desk: Desk, review: Review, panel: Panel, known: dict[int, LeadRow], *, reveal: bool
) -> Iterator[tuple[str, Iterable[LeadRow]]]:
    for row in panel.rows:
        ids = reviews.leads_behind(desk, panel.key, row.key, review.period, filter=review.filter, owner=review.owner)
        yield row.label, _rows(desk, ids, known, reveal=reveal)


def _rows(desk: Desk, ids: list[int], known: dict[int, LeadRow], *, reveal: bool) -> Iterator[LeadRow]:
    """The lines of these leads; each is read once, though it stands behind a number of many panels."""
    for start in range(0, len(ids), PAGE):
        page = ids[start : start + PAGE]
        unread = [lead for lead in page if lead not in known]
        known |= {row.id: row for row in leads.rows(desk, unread, reveal=reveal)}
        yield from (known[lead] for lead in page if lead in known)
