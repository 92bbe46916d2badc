"""One module a view: the screens that own data and act on it."""
