"""The driver for a slow line: a mouse that merely moves reports nothing, while a drag goes on reporting."""

from textual.drivers.linux_driver import LinuxDriver

ANY_MOTION, DRAGGED = "?1003", "?1002"


class StillMouse(LinuxDriver):
    """Asks the terminal for motion only while a button is down."""

    def write(self, data: str) -> None:
        super().write(data.replace(ANY_MOTION, DRAGGED) if data.startswith(f"\x1b[{ANY_MOTION}") else data)
