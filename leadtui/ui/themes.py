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
        "muted": "#969fa7",
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

CONTRAST = Theme(
    name="leadtui-contrast",
    primary="#8ecbff",
    secondary="#c8d4de",
    accent="#6ff0e0",
    warning="#ffc14d",
    error="#ff9a8c",
    success="#9fe88a",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#101418",
    dark=True,
    variables={
        "muted": "#c9d1d9",
        "tint": "#0c2a44",
        "rule": "#8b98a5",
        "block-cursor-text-style": "none",
        "input-cursor-text-style": "none",
    },
)

CONTRAST_LIGHT = Theme(
    name="leadtui-contrast-light",
    primary="#003a70",
    secondary="#26323c",
    accent="#00423f",
    warning="#6b3400",
    error="#7d0f00",
    success="#10400a",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#f2f2f2",
    dark=False,
    variables={
        "muted": "#333b42",
        "tint": "#cfe6ff",
        "rule": "#5c666e",
        "block-cursor-text-style": "none",
        "input-cursor-text-style": "none",
    },
)

OURS = (DARK, LIGHT, CONTRAST, CONTRAST_LIGHT)
IN_TURN = (*(theme.name for theme in OURS), "ansi-dark", "ansi-light")


def after(name: str) -> str:
    """The theme that comes after one; after any other the first."""
    place = IN_TURN.index(name) if name in IN_TURN else -1
    return IN_TURN[(place + 1) % len(IN_TURN)]


FALLBACK = {"muted": "#969fa7", "tint": "#24303a", "rule": "#39424a"}
"""Our colour names for themes that do not have them."""

THIN = "ansi-dark"
"""The theme of a slow line."""

ANSI = {"muted": "ansi_bright_black", "tint": "ansi_default", "rule": "ansi_bright_black"}
"""The same for the ansi themes, which leave the palette to the terminal."""
