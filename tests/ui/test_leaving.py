"""What runs beside the screens when the program is left, or when it is asked for anew."""

import gc

from leadtui.ui.app import LeadTui
from leadtui.ui.screens.list import ListScreen
from tests.ui.driving import Opener


async def test_work_that_never_begins_is_no_mistake(opened: Opener) -> None:
    """Changes in one breath: each asks anew, and the one before has not begun; nothing is said of it afterwards."""
    async with opened() as pilot:
        app = pilot.app
        assert isinstance(app, LeadTui)
        await pilot.press("2")
        for _change in range(3):
            app.data_changed.publish(None)
        assert isinstance(app.screen, ListScreen)
        app.screen.show_detail()
        app.screen.action_edit()
        app.exit()
    gc.collect()  # a coroutine thrown away would warn now, and a warning fails the test
