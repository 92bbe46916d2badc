"""The use-cases by topic: all reads and writes. Plain functions; frozen dataclasses out, one journalled change in."""

import leadtui.store  # noqa: F401 - before any service imports Peewee
