"""Pure views: they show what they are given and tell what was chosen; they never ask a service."""
