"""The use-cases by topic: all reads and writes. Plain functions; frozen dataclasses out, one journalled change in."""
