"""Rows of a sheet as planned rows: typed, cleaned, nothing dropped; or rejected with a reason (spec §4)."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import BY_KEY
from leadtui.domain.identity import phone_key
from leadtui.domain.money import parse_budget
from leadtui.domain.terms import Attitude, IntentChange, Outcome, Stage, Status
from leadtui.domain.text import CJK, PHONE_LIMIT, clean, fold
from leadtui.domain.values import Value
from leadtui.domain.when import When, find_when
from leadtui.exchange import cells, choices
from leadtui.exchange.cells import Unread
from leadtui.exchange.columns import Column, Sheet
from leadtui.exchange.headers import IGNORED
from leadtui.exchange.lists import listed
from leadtui.exchange.sheets import Cell
from leadtui.i18n import N_, _
from leadtui.services.imports import Place, Planned, Progress, Record, Rejected, SheetRow

_TOTALS = frozenset({"合计", "总计", "小计", "总和", "total", "totals", "subtotal", "grand total", "sum"})
_SUMMED_UP = re.compile(
    r"(?:[本当上][月周季年]度?|全[部年体])?(?:合计|总计|小计|总和|累计|共计|平均)(?:数|值|金额)?"
    r"(?:[: ]*[\d,.]+\D{0,4})?"
    r"|(?:注|备注|说明|附注|制表人?|填表人?|制表日期):.*"
)
"""What sums a sheet up or explains it, where a name would stand."""
_BLANK_IN_NAME = re.compile(f"(?<={CJK})\\s+(?={CJK})")
_WECHAT = re.compile(r"(?:微信号?|wechat|wx)\s*[:：]?\s*(?=[\w-])", re.IGNORECASE)
_REVENUE = re.compile(r"(?:年)?(?:营收|营业额|收入|产值|销售额)(?:约|为)?[:：]?|(?:annual )?revenue:? ?", re.IGNORECASE)
_YES = frozenset({"是", "有", "yes", "y", "true", "1", "决策人", "有决策权"})
_NO = frozenset({"否", "无", "no", "n", "false", "0", "没有", "无决策权"})
_TOLD = ("summary", "feedback", "channel", "outcome", "attitude", "new_need", "concern", "decision_progress")
_LEAD_KEYS = frozenset(
    {
        *(key for key in BY_KEY if key not in ("lead_no", "source", "source_detail", "owner")),
        *("status_reason", "snooze_until", "snooze_reason"),
    }
)
# A day before the next step in its own cell, as an export writes it: what follows is the action, word for word.
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}))?(?: (.+))?", re.DOTALL)
_BEAT = 200
"""Rows between two words of progress."""
_BUDGET = ("budget_min", "budget_max")


def read_rows(
    sheets: Sequence[Sheet], desk: Desk, progress: Progress | None = None
) -> tuple[list[SheetRow], list[Rejected]]:
    """The rows below each header, and those that cannot be taken; blank and totals rows are passed over."""
    taken: list[SheetRow] = []
    rejected: list[Rejected] = []
    done, total = 0, sum(len(sheet.table.rows) - sheet.first for sheet in sheets)
    for sheet in sheets:
        header = tuple(column.name for column in sheet.columns)
        day: date | None = None
        for index, row in enumerate(sheet.table.rows[sheet.first :], sheet.first):
            if progress is not None and done % _BEAT == 0:
                progress(done, total)
            done += 1
            reading = _Reading(row, sheet, desk, day)
            if reading.is_empty or reading.is_no_data:
                continue
            whole = (*row, *[None] * (len(header) - len(row)))
            place = Place(sheet.table.name, index + 1, header, whole)
            try:
                taken.append(reading.understood(place))
            except LeadtuiError as error:
                rejected.append(Rejected(place, _("Row {row}: {why}").format(row=place.row, why=error)))
            day = reading.day or day
    return taken, rejected


class _Reading:
    """One row while it is read. Cells nobody can place or read end as lines in `notes`."""

    def __init__(self, row: Sequence[Cell], sheet: Sheet, desk: Desk, day_above: date | None) -> None:
        self.sheet, self.desk, self.day_above = sheet, desk, day_above
        self.day: date | None = None
        self.first_words = [cell for cell in row[:3] if isinstance(cell, str)]
        self.cells: dict[str, tuple[Cell, Column]] = {}
        self.unknown: list[tuple[Cell, Column]] = []
        self.phones: list[tuple[Cell, Column]] = []
        self.notes: list[str] = []
        for column, cell in zip(sheet.columns, row, strict=False):
            if cell is None or column.target == IGNORED or (isinstance(cell, str) and not cell.strip()):
                continue
            if column.target == "phone" and "phone" in self.cells:
                self.phones.append((cell, column))
            elif column.target is None or column.target in self.cells:
                self.unknown.append((cell, column))
            else:
                self.cells[column.target] = cell, column

    @property
    def is_empty(self) -> bool:
        """Whether nothing but a note stands here."""
        return not self.cells.keys() - {"remark"}

    @property
    def is_no_data(self) -> bool:
        """Whether this is a totals row, or the header printed once more."""
        if any(map(_is_total, self.first_words)):
            return True
        if self.first_words and _SUMMED_UP.fullmatch(fold(self.first_words[0])):
            return not self.cells.keys() & {"contact", "phone", "wechat", "email", "lead_no"}
        return all(isinstance(cell, str) and cell.strip() == column.name for cell, column in self.cells.values())

    def understood(self, place: Place) -> SheetRow:
        """The row with its values. Raises LeadtuiError where what it needs is missing or unreadable."""
        name, lead_no = self._text("customer"), self._text("lead_no")
        if not name and self.sheet.holds("last_name", "first_name"):
            name = self._person()
        if not (name or lead_no):
            raise LeadtuiError(N_("the customer's name is missing ({column})."), column=self._called("customer"))
        at = self._at()
        self.day = at.day if at else None
        customer, contact = self._customer(name), self._contact()
        lead = self._lead()
        record = self._record(at, lead)
        stage, status = self._standing()
        return SheetRow(
            place=place,
            lead_no=lead_no,
            customer=customer,
            contact=contact,
            lead=lead,
            owner=self._text("owner"),
            by=self._text("by"),
            record=record,
            plan=self._plan(),
            stage=stage,
            status=status,
            tags=self._tags(),
            objections=self._pairs("objection", "objection_progress"),
            amendments=self._pairs("amendment", "amendment_reason"),
            notes=self._remark_lines(),
        )

    def _remark_lines(self) -> tuple[str, ...]:
        """The remark and, line by line, what found no other place; asked for last."""
        lines = [self._text("remark")]
        for cell, column in self.unknown:
            text = cells.text(cell, column)
            if not (column.target and text == self._text(column.target)):
                lines.append(f"{column.name}: {text}")
        return tuple(dict.fromkeys(filter(None, lines + self.notes)))

    def _text(self, target: str) -> str:
        held = self.cells.get(target)
        return cells.text(*held) if held else ""

    def _called(self, target: str) -> str:
        held = next((column.name for column in self.sheet.columns if column.target == target), "")
        return held or target

    def _keep(self, target: str) -> None:
        """What cannot be read as what its column holds is kept as a note."""
        cell, column = self.cells[target]
        self.notes.append(f"{column.name}: {cells.text(cell, column)}")

    def _at(self) -> When | None:
        held = self.cells.get("at")
        if held is None:
            return None
        try:
            # Seen from the row above only the year may be missing: 今天 there was another day.
            if isinstance(held[0], str) and not any(letter.isdigit() for letter in held[0]):
                raise Unread
            return cells.moment(held[0], self.day_above or self.desk.today())
        except Unread:
            raise LeadtuiError(
                N_("{field}: “{text}” is no day; write it as 2026-11-25."),
                field=held[1].name,
                text=clean(cells.words(held[0]))[:60],
            ) from None

    def _customer(self, name: str) -> dict[str, str]:
        found = {"name": name}
        for key in ("customer_no", "industry", "region", "employees", "annual_revenue"):
            found[key] = self._text(key)
        for part in re.split(r"[,，;；、/]", self._text("company_size")):
            if not (part := part.strip()):
                continue
            revenue = _REVENUE.sub("", part).strip()
            is_revenue = revenue != part or part[-1] in "万亿元"
            key, said = ("annual_revenue", revenue) if is_revenue else ("employees", part)
            found[key] = found[key] or said
        return {key: value for key, value in found.items() if value}

    def _contact(self) -> dict[str, Value]:
        found = {key: self._text(key) for key in ("title", "phone", "wechat", "email")}
        found["name"] = self._person()
        found["phone"] = self._all_phones(found["phone"])
        way = found["phone"]
        if "@" in way:
            found["phone"], found["email"] = "", found["email"] or way
        elif said := _WECHAT.match(way):
            found["phone"], found["wechat"] = "", found["wechat"] or way[said.end() :]
        contact: dict[str, Value] = {key: value for key, value in found.items() if value}
        if "decision_authority" in self.cells:
            word = fold(self._text("decision_authority"))
            if word in _YES | _NO:
                contact["decision_authority"] = word in _YES
            else:
                self._keep("decision_authority")
        return contact

    def _person(self) -> str:
        """The person's name, put together where a sheet has it in two columns."""
        if whole := self._text("contact"):
            return _BLANK_IN_NAME.sub("", whole)
        first, last = self._text("first_name"), self._text("last_name")
        parts = (last, first) if re.search(CJK, first + last) else (first, last)
        return _BLANK_IN_NAME.sub("", " ".join(filter(None, parts)))

    def _all_phones(self, first: str) -> str:
        """Several numbers of one person in one field; what finds no room there is kept as a note."""
        known = {phone_key(first)}
        for cell, column in self.phones:
            more = cells.text(cell, column)
            if phone_key(more) in known:
                continue
            known.add(phone_key(more))
            both = f"{first} / {more}"
            if len(both) <= PHONE_LIMIT:
                first = both
            else:
                self.notes.append(f"{column.name}: {more}")
        return first

    def _lead(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for key in self.cells:
            if key not in _LEAD_KEYS:
                continue
            try:
                found[key] = cells.lead_value(*self.cells[key], self.desk, self._context())
            except Unread:
                self._keep(key)
        if "source" in self.cells:
            found["source"], found["source_detail"] = choices.source(self._text("source"))
        details = (str(found.get("source_detail", "")), self._text("source_detail"))
        found["source_detail"] = " ".join(filter(None, details))
        if "budget" in self.cells:
            self._budget(found)
        return {key: value for key, value in found.items() if value != "" and (value is not None or key in _BUDGET)}

    def _context(self) -> date | None:
        return self.day or self.day_above

    def _budget(self, found: dict[str, Value]) -> None:
        budget = parse_budget(cells.amount(*self.cells["budget"]))
        if budget is None:
            self._keep("budget")
        elif budget != (None, None):
            found["budget_min"], found["budget_max"] = budget

    def _record(self, at: When | None, lead: dict[str, Value]) -> Record | None:
        told = [target for target in _TOLD if target in self.cells]
        if not told:
            if at:
                lead.setdefault("first_contact_at", cells.instant(at, self.desk))
            return None
        when = cells.instant(at, self.desk) if at else lead.get("first_contact_at")
        if not isinstance(when, datetime):
            self._undated(told)
            return None
        attitude = self._term(Attitude, "attitude")
        feedback = self._text("feedback")
        if attitude is None and "attitude" in self.cells:
            feedback = "\n".join(filter(None, (feedback, self._text("attitude"))))
        channel, is_all = choices.channel(self._text("channel"))
        if "channel" in self.cells and not is_all:
            self._keep("channel")
        outcome = self._term(Outcome, "outcome")
        if outcome is None and "outcome" in self.cells:
            self._keep("outcome")
        return Record(
            at=when,
            channel=channel,
            outcome=outcome or Outcome.REACHED,
            summary=self._text("summary"),
            feedback=feedback,
            attitude=attitude,
            intent_change=self._term(IntentChange, "intent_change"),
            new_need=self._text("new_need"),
            concern=self._text("concern"),
            decision_progress=self._text("decision_progress"),
        )

    def _undated(self, told: Sequence[str]) -> None:
        """A contact without a day is none: refused where the day was left out, else kept as notes."""
        if self.sheet.holds("at") and "summary" in told:
            raise LeadtuiError(N_("{field} is empty; when was that?"), field=self._called("at"))
        for target in told:
            self._keep(target)

    def _term(self, kind: type[choices.AnyTerm], target: str) -> choices.AnyTerm | None:
        return choices.choice(kind, self._text(target)) if target in self.cells else None

    def _plan(self) -> Planned | None:
        action, due = self._text("next_step"), None
        written_on = self._context() or self.desk.today()
        if "next_due" in self.cells:
            due, action = self._next_day(written_on, action)
        elif dated := _dated(action):
            due, action = dated
        elif action and (found := _found_when(action, written_on)):
            due, action = found
        points, goal = self._text("points"), self._text("goal")
        if not (action or due or points or goal):
            return None
        return Planned(action=action, due=due, points=points, goal=goal)

    def _next_day(self, written_on: date, action: str) -> tuple[When | None, str]:
        """The day of a 下次跟进 column, which goes before one in the action; words around it are the action."""
        try:
            return cells.moment(self.cells["next_due"][0], written_on), action
        except Unread:
            said = self._text("next_due")
        due: When | None = None
        if action and (found := find_when(action, written_on)):
            due, action = found
        found = find_when(said, written_on)
        if found and not due:
            return found[0], action or found[1]
        return due, " ".join(filter(None, (action, said)))

    def _standing(self) -> tuple[Stage | None, Status | None]:
        """Stage and status; teams write either word under either header."""
        stage: Stage | None = None
        status: Status | None = None
        if "stage" in self.cells:
            stage = self._term(Stage, "stage")
            status = None if stage else self._term(Status, "stage")
            if not (stage or status):
                self._keep("stage")
        if "status" in self.cells:
            told, placed = self._term(Status, "status"), self._term(Stage, "status")
            status, stage = told or status, stage or (None if told else placed)
            if not (told or placed):
                self._keep("status")
        return stage, status

    def _tags(self) -> tuple[str, ...]:
        parts = (part.strip() for part in re.split(r"[,，;；、|\n]", self._text("tags")))
        return tuple(dict.fromkeys(part for part in parts if part))

    def _pairs(self, target: str, beside: str) -> tuple[tuple[str, str], ...]:
        """What two cells tell of the same things; a list in one is a list in the other, or belongs to its last."""
        texts, more = listed(self._text(target)), listed(self._text(beside))
        if not texts:
            return tuple((each, "") for each in more if each)
        besides = more if len(more) == len(texts) else [*[""] * (len(texts) - 1), "\n".join(more)]
        return tuple(each for each in zip(texts, besides, strict=True) if each[0])


@lru_cache(maxsize=4096)
def _is_total(word: str) -> bool:
    return fold(word).rstrip(": ") in _TOTALS


@lru_cache(maxsize=16_384)
def _found_when(action: str, written_on: date) -> tuple[When, str] | None:
    # The same next steps stand in many rows of a day.
    return find_when(action, written_on)


def _dated(action: str) -> tuple[When, str] | None:
    found = _DATED.fullmatch(action)
    if found is None:
        return None
    try:
        return When(date.fromisoformat(found[1]), time.fromisoformat(found[2]) if found[2] else None), found[3] or ""
    except ValueError:
        return None
