"""The looks: a dark and a light theme of our own; every colour a widget uses has its name here."""

from textual.theme import Theme

DARK = Theme(
    name="leadtui-dark",
    primary="#7aa2c8",
    secondary="#8fa3b5",
    accent="#7fc8c0",
    warning="#e0a458",
    error="#e07a6c",
    success="#8fbf7f",
    foreground="#d7dade",
    background="#14171a",
    surface="#14171a",
    panel="#1d2226",
    dark=True,
    variables={
        "muted": "#8b949c",
        "tint": "#24303a",
        "rule": "#39424a",
        "block-cursor-text-style": "none",
        "input-cursor-text-style": "none",
    },
)

LIGHT = Theme(
    name="leadtui-light",
    primary="#245a86",
    secondary="#4d6070",
    accent="#0b6b66",
    warning="#96560a",
    error="#a8321f",
    success="#2f6b1d",
    foreground="#1e2429",
    background="#fafaf7",
    surface="#fafaf7",
    panel="#eeeeea",
    dark=False,
    variables={
        "muted": "#5c666e",
        "tint": "#dde8f0",
        "rule": "#c5cbd0",
        "block-cursor-text-style": "none",
        "input-cursor-text-style": "none",
    },
)

OURS = (DARK, LIGHT)

FALLBACK = {"muted": "#8b949c", "tint": "#24303a", "rule": "#39424a"}
"""Our colour names for themes that do not have them."""

THIN = "ansi-dark"
"""The theme of a slow line."""

ANSI = {"muted": "ansi_bright_black", "tint": "ansi_default", "rule": "ansi_bright_black"}
"""The same for the ansi themes, which leave the palette to the terminal."""
