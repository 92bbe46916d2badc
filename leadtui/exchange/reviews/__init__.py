"""Reviews out: one module a format, all over the same panels."""
