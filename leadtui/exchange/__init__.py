"""Files in and out: one module a format; what was read becomes planned rows, which one service writes."""
