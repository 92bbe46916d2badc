"""The lead list: one line a lead, under headings where it is the due list."""

from collections.abc import Sequence

from leadtui.desk import Desk
from leadtui.ui.glyphs import glyphs
from leadtui.ui.render import Columns, Role, Run, book_columns, due_columns, fit, lead_line
from leadtui.ui.widgets.windowed import WindowedList


class LeadTable(WindowedList):
    """Leads one a line; a bar at the left marks the cursor."""

    def __init__(self, desk: Desk, *, is_due_list: bool, id: str | None = None) -> None:
        super().__init__(id=id)
        self.desk = desk
        self.is_due_list = is_due_list
        self.headings: Sequence[str] = ()

    def render_lines_of(self, item: int, width: int) -> list[list[Run]]:
        if item < 0:
            return [[(fit(f" {self.headings[-item - 1]}", width), Role.MUTED)]]
        row = self.rows.get(item)
        if row is None:
            return [[(fit(f"  {glyphs().cut}", width), Role.MUTED)]]
        bar = glyphs().bar if item == self.lead_id else " "
        return [[(bar, Role.ACCENT), *lead_line(row, self.columns(width), self.desk)]]

    def columns(self, width: int) -> Columns:
        """How this list shares out its width."""
        return due_columns(width - 1) if self.is_due_list else book_columns(width - 1)
