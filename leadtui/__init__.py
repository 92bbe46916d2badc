"""leadtui: leads, due follow-ups and a stage board in a terminal."""

__version__ = "0.1.0"
