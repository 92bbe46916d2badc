"""Keys that wait for what the key before opens."""

import asyncio

from leadtui.ui.app import LeadTui
from tests.ui.driving import Opener


async def test_leaving_while_keys_wait_is_no_error(opened: Opener) -> None:
    """What they wait for never opens: the screens are closed meanwhile, and the wait ends with them."""
    async with opened() as pilot:
        assert isinstance(pilot.app, LeadTui)
        waiting = asyncio.create_task(pilot.app.typed_ahead.opened(pilot.app.focused, None))
        await pilot.pause()
        assert not waiting.done()
    await asyncio.wait_for(waiting, 0.5)
