"""The rules of the trade: pure functions over plain values; no database, no screen, no clock of their own."""
