"""One rep at work at ten times the speed of hands, as a process of its own: URL, number, begin, end, the lead that all
count on. What was done, how long each took and what went wrong is told at the end as JSON."""

import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from leadtui import config
from leadtui.desk import Desk
from leadtui.domain import servers
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.filters import Filter, parse
from leadtui.domain.terms import Stage
from leadtui.services import board, capture, followups, leads, today
from leadtui.services.book import close_book, open_book, plainly
from leadtui.services.followups import FollowUpDraft
from leadtui.store import journal
from leadtui.store.models import Lead

SURROUNDINGS = {"LEADTUI_TIMEZONE": "Asia/Shanghai", "LEADTUI_NOW": "2026-11-22T09:00:00+08:00"}
SECONDS_APART = (0.5, 1.0)
"""Hands take five to ten seconds from one action to the next."""
STAGES = (Stage.QUALIFYING, Stage.SOLUTION, Stage.NEGOTIATION)


@dataclass
class Rep:
    """What one rep has done so far."""

    desk: Desk
    number: int
    shared: int
    mine: list[int]
    told: dict[str, list[object]] = field(
        default_factory=lambda: {"took": [], "errors": [], "logged": [], "numbers": [], "bumps": []}
    )

    def add(self) -> None:
        """A new lead, whose number comes from one counter for all."""
        name = f"客户{self.number}号{len(self.mine)}厂"
        phone = f"139{self.number:03d}{len(self.mine):05d}"
        lead_no = capture.add(self.desk, {"customer": name, "phone": phone, "source": "行业展会"})
        self.told["numbers"].append(lead_no)
        self.mine.append(leads.find(lead_no))

    def log(self) -> None:
        """A follow-up."""
        self.told["logged"].append(followups.record(self.desk, random.choice(self.mine), FollowUpDraft(summary="谈过")))

    def move(self) -> None:
        """A card on the board."""
        spot = board.Spot(board.By.STAGE, random.choice(STAGES))
        board.put(self.desk, {random.choice(self.mine): None}, spot, reason="电话里谈妥")

    def edit(self) -> None:
        """A field of one's own lead."""
        capture.edit(self.desk, random.choice(self.mine), {"price": str(random.randint(1, 10**6))})

    def bump(self) -> None:
        """Count one up on a lead that everybody counts up on."""
        with journal.change(self.desk, "Bump") as change:
            change.update(Lead, self.shared, satisfaction=(Lead.get_by_id(self.shared).satisfaction or 0) + 1)
        self.told["bumps"].append(1)

    def search(self) -> None:
        """By what people look for: a piece of a customer's name, a number's tail, initials, a word of every tenth."""
        name = followups.customer_of(random.choice(self.mine))
        words = random.choice((name[2:4], name[2:6], f"{random.randint(1000, 9999)}", "zgkj", "技术部"))
        found = leads.ids(self.desk, Filter(words=words))
        leads.rows(self.desk, found[:40])

    def look(self) -> None:
        """The day's list."""
        due = today.due_list(self.desk, everyone=False)
        leads.rows(self.desk, [lead for _reason, members in due.sections for lead in members][:40])

    def do(self, act: Callable[[], None]) -> None:
        """Do it as the screen does, and note how long that took."""
        began, worked = time.monotonic(), time.process_time()
        try:
            plainly(act)()
        except LeadtuiError as error:
            self.told["errors"].append(f"{act.__name__}: {error}")
        else:
            self.told["took"].append((act.__name__, time.monotonic() - began, time.process_time() - worked))

    def act(self) -> Callable[[], None]:
        """What comes next."""
        acts = (self.log, self.look, self.edit, self.move, self.search, self.add, self.bump)
        return random.choices(acts, (30, 22, 15, 12, 12, 6, 3))[0]


def main() -> None:
    """Work from the beginning to the end, then tell."""
    url, number, begin, until, shared = sys.argv[1], int(sys.argv[2]), *map(float, sys.argv[3:5]), int(sys.argv[5])
    desk = open_book(servers.read(url), config.load(environ=SURROUNDINGS).desk)
    random.seed(number)
    rep = Rep(desk, number, shared, leads.ids(desk, parse("owner:me")))
    # A screen that has been open for a while: what the first action of a kind has to import is no part of the day.
    for act in (rep.add, rep.log, rep.move, rep.edit, rep.search, rep.look):
        rep.do(act)
    rep.told["took"].clear()
    due = begin + random.uniform(*SECONDS_APART)
    while due < until:
        time.sleep(max(0.0, due - time.time()))
        rep.do(rep.act())
        due = max(due + random.uniform(*SECONDS_APART), time.time())
    close_book()
    print(json.dumps(rep.told))


if __name__ == "__main__":
    main()
