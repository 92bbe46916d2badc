"""The palette: every command of what has the focus and every lead by name, pinyin, phone tail or number."""

from functools import partial
from typing import cast

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from leadtui.domain.filters import Filter
from leadtui.domain.text import visible
from leadtui.i18n import _
from leadtui.services import leads
from leadtui.services.leads import LeadRow
from leadtui.ui.commands import BY_ID, Command
from leadtui.ui.screen import DataScreen

MOST_LEADS = 8


class Commands(Provider):
    """Commands first, then leads. Customers' names are shown as text, never as markup."""

    def _commands(self) -> dict[Command, Binding]:
        known: dict[Command, Binding] = {}
        for key, each in self.screen.active_bindings.items():
            if each.binding.id in BY_ID and each.enabled:
                known.setdefault(BY_ID[each.binding.id], each.binding.with_key(key))
        return {
            command: known[command]
            for command in BY_ID.values()
            if command in known and not command.is_move and command.id != "app.palette"
        }

    def _line(self, command: Command, binding: Binding) -> Content:
        key = self.app.get_key_display(binding)
        return Content.assemble((command.label, "bold"), "  ", (_(command.help), "$muted"), "  ", (key, "$accent"))

    async def discover(self) -> Hits:
        for command, binding in self._commands().items():
            yield DiscoveryHit(self._line(command, binding), partial(self.screen.run_action, binding.action))

    async def search(self, query: str) -> Hits:
        wanted = query.strip().casefold()
        for command, binding in self._commands().items():
            if wanted in f"{command.label} {_(command.help)} {command.id}".casefold():
                run = partial(self.screen.run_action, binding.action)
                yield Hit(1.0, self._line(command, binding), run, text=command.label)
        if isinstance(self.screen, DataScreen):
            for row in await self.screen.ask(self._leads, query) or ():
                line = Content.assemble((visible(row.customer), "bold"), "  ", (visible(row.lead_no), "$muted"))
                yield Hit(0.5, line, partial(self._go_to, row.id), text=row.customer)

    def _leads(self, query: str) -> list[LeadRow]:
        desk = cast("DataScreen", self.screen).desk
        return leads.rows(desk, leads.ids(desk, Filter(words=query), limit=MOST_LEADS))

    def _go_to(self, lead_id: int) -> None:
        cast("DataScreen", self.screen).tui.go_to(lead_id)
