"""A review as JSON knows it: a list per panel, its rows under the keys that scripts rely on."""

from leadtui.domain.periods import Period
from leadtui.services.reviews.shape import Panel, Review, named_values


def document(review: Review) -> dict[str, object]:
    """The whole review: periods, owner and filter, and each panel's rows under its key.

    A row has beside its figures `label`, the word for it in the language being spoken, and `before`, the figures of
    the period before (null where it had no such row). Rates are 0 to 1, money in yuan, days as YYYY-MM-DD.
    """
    return {
        "period": _period(review.period),
        "previous": _period(review.previous),
        "owner": review.owner,
        "filter": review.filter,
        **{panel.key: _rows(panel) for panel in review.panels},
        "notes": {panel.key: panel.note for panel in review.panels if panel.note},
    }


def _period(period: Period) -> dict[str, object]:
    return {"kind": period.kind, "from": period.start.isoformat(), "to": period.end.isoformat()}


def _rows(panel: Panel) -> list[dict[str, object]]:
    return [
        {
            **named_values(panel, row),
            "label": row.label,
            "before": named_values(panel, row, before=True) or None,
        }
        for row in panel.rows
    ]
