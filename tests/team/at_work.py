"""One rep at work at ten times the speed of hands, as a process of its own: URL, number, end, the lead all count on."""

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
from leadtui.domain.filters import Filter
from leadtui.services import capture, followups, leads, today
from leadtui.services.book import close_book, open_book, plainly
from leadtui.services.followups import FollowUpDraft
from leadtui.store import journal
from leadtui.store.models import Lead

PAUSE_SECONDS = 0.5


@dataclass
class Rep:
    """What one rep has done so far."""

    desk: Desk
    number: int
    shared: int
    mine: list[int] = field(default_factory=list)
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

    def edit(self) -> None:
        """A field of one's own lead."""
        capture.edit(self.desk, random.choice(self.mine), {"price": str(random.randint(1, 10**6))})

    def bump(self) -> None:
        """Count one up on a lead that everybody counts up on."""
        with journal.change(self.desk, "Bump") as change:
            change.update(Lead, self.shared, satisfaction=(Lead.get_by_id(self.shared).satisfaction or 0) + 1)
        self.told["bumps"].append(1)

    def search(self) -> None:
        """By words."""
        leads.ids(self.desk, Filter(words=f"{self.number}号"))

    def look(self) -> None:
        """The morning's list."""
        due = today.due_list(self.desk, everyone=False)
        leads.rows(self.desk, [lead for _reason, members in due.sections for lead in members][:40])

    def act(self) -> Callable[[], None]:
        """What comes next."""
        if not self.mine:
            return self.add
        acts = (self.add, self.log, self.edit, self.bump, self.search, self.look)
        return random.choices(acts, (15, 30, 15, 10, 10, 20))[0]


def main() -> None:
    """Work until the end, then tell."""
    url, number, until, shared = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
    desk = open_book(servers.read(url), config.load(environ={"LEADTUI_TIMEZONE": "Asia/Shanghai"}).desk)
    random.seed(number)
    rep = Rep(desk, number, shared)
    while time.time() < until:
        act = rep.act()
        began = time.monotonic()
        try:
            plainly(act)()
            rep.told["took"].append(time.monotonic() - began)
        except LeadtuiError as error:
            rep.told["errors"].append(f"{act.__name__}: {error}")
        time.sleep(random.uniform(0, 2 * PAUSE_SECONDS))
    close_book()
    print(json.dumps(rep.told))


if __name__ == "__main__":
    main()
