"""The palette: every command of what has the focus and every lead by name, pinyin, phone tail or number."""

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from leadtui.domain.filters import Filter
from leadtui.domain.text import visible
from leadtui.services import leads
from leadtui.services.leads import LeadRow
from leadtui.ui.commands import BY_ID, Command
from leadtui.ui.screen import DataScreen

MOST_LEADS = 8


class Commands(Provider):
    """Commands first, then leads. Customers' names are shown as text, never as markup."""

    def _commands(self) -> list[tuple[Command, str]]:
        found = {}
        for active in self.screen.active_bindings.values():
            command = BY_ID.get(active.binding.id or "")
            if command and command.id != "app.palette":
                found[command] = active.binding.action
        return list(found.items())

    async def discover(self) -> Hits:
        for command, action in self._commands():
            yield DiscoveryHit(self._text(command), partial(self.screen.run_action, action), help=None)

    def _text(self, command: Command) -> Content:
        from leadtui.i18n import _

        key = self.app.get_key_display(next(iter(self._bindings_of(command))))
        return Content.assemble((command.label, "bold"), "  ", (_(command.help), "$muted"), "  ", (key, "$accent"))

    def _bindings_of(self, command: Command):
        return [
            active.binding for active in self.screen.active_bindings.values() if active.binding.id == command.id
        ]

    async def search(self, query: str) -> Hits:
        from leadtui.i18n import _

        wanted = query.strip().casefold()
        for command, action in self._commands():
            if wanted in f"{command.label} {_(command.help)} {command.id}".casefold():
                yield Hit(1.0, self._text(command), partial(self.screen.run_action, action), text=command.label)
        if isinstance(self.screen, DataScreen):
            for row in await self.screen.book.ask(self._leads, query):
                line = Content.assemble((visible(row.customer), "bold"), "  ", (visible(row.lead_no), "$muted"))
                yield Hit(0.5, line, partial(self._go_to, row.id), text=row.customer)

    def _leads(self, query: str) -> list[LeadRow]:
        desk = self.screen.book.desk
        return leads.rows(desk, leads.ids(desk, Filter(words=query))[:MOST_LEADS])

    def _go_to(self, lead_id: int) -> None:
        app = self.screen.app
        app.current_lead = lead_id
        app.set_filter("")
        app.switch_mode("leads")
