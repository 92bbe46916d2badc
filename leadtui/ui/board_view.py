"""How one person looks at the board, remembered from sitting to sitting. Not a change of the book: no undo step."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from leadtui.domain import stages
from leadtui.i18n import N_
from leadtui.services.board import By, Order

BY_WORDS = {
    By.STAGE: N_("Columns: stage"),
    By.STATUS: N_("Columns: status"),
    By.GRADE: N_("Columns: grade"),
    By.OWNER: N_("Columns: owner"),
}
ORDER_WORDS = {
    Order.DUE: N_("Order: nearest due first"),
    Order.AMOUNT: N_("Order: largest amount first"),
    Order.AGE: N_("Order: longest in stage first"),
    Order.HAND: N_("Order: by hand"),
}


def _folded_at_first() -> dict[str, list[str]]:
    return {By.STAGE.value: [stage.value for stage in stages.CLOSED_OFF]}


@dataclass(slots=True)
class BoardView:
    """What the columns stand for, their order, the height of the cards, and the folded columns of each axis."""

    by: By = By.STAGE
    order: Order = Order.DUE
    is_dense: bool = False
    folded: dict[str, list[str]] = field(default_factory=_folded_at_first)

    def turn(self) -> str:
        """Let the columns stand for the next of stage, status, grade and owner; the word for it."""
        axes = list(By)
        self.by = axes[(axes.index(self.by) + 1) % len(axes)]
        return BY_WORDS[self.by]

    def reorder(self) -> str:
        """Order the cards by the next of due, amount, age and hand; the word for it."""
        orders = list(Order)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        return ORDER_WORDS[self.order]

    def toggle_fold(self, key: str) -> None:
        """Fold a column, or unfold it."""
        folded = self.folded.setdefault(self.by.value, [])
        if key in folded:
            folded.remove(key)
        else:
            folded.append(key)

    def remember(self) -> None:
        """Keep this for the next sitting; where that cannot be written, the next one starts as the first did."""
        try:
            path = _file()
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_text(json.dumps(asdict(self), ensure_ascii=False), "utf-8")
        except OSError:
            return


def remembered() -> BoardView:
    """How the board was looked at last; as on the first day where that is unknown or cannot be read."""
    try:
        kept: Any = json.loads(_file().read_text("utf-8"))
        folded = {str(by): [str(key) for key in keys] for by, keys in kept["folded"].items()}
        return BoardView(By(kept["by"]), Order(kept["order"]), kept["is_dense"] is True, folded)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return BoardView()


def _file() -> Path:
    from platformdirs import user_state_path

    return user_state_path("leadtui") / "board.json"
