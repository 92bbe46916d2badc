"""Makes the opener of tests/ui/driving.py known to every test of the screens."""

from tests.ui.driving import opened

__all__ = ["opened"]
