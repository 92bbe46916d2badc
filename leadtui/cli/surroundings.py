"""What `doctor` finds out about the surroundings: terminal, locale, widths, tmux, versions, personal settings."""

import os
import platform
import re
import select
import shutil
import subprocess
import sys
import termios
import time
import tty
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version

from leadtui import __version__, config
from leadtui.config import Settings
from leadtui.i18n import _
from leadtui.services.examination import Finding

AMBIGUOUS = "▌─│·–…→◇▁‹›"
_TMUX = {
    "escape-time": (re.compile(r"\d{1,2}"), "set -sg escape-time 20"),
    "set-clipboard": (re.compile("on|external"), "set -g set-clipboard on"),
    "default-terminal": (re.compile(".*(256|direct).*"), 'set -g default-terminal "tmux-256color"'),
}
"""What a setting of tmux should be, and the line that makes it so."""
_POSITION = re.compile(rb"\x1b\[(\d+);(\d+)R")


def look(settings: Settings, environ: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Everything about where leadtui runs."""
    yield _versions()
    yield _terminal(environ)
    yield _locale(environ)
    if sys.stdin and sys.stdout and sys.stdin.isatty() and sys.stdout.isatty():
        yield _widths(settings)
    if environ.get("TMUX"):
        yield from _tmux()
    yield Finding("paths", _("Configuration {config}, database {database}, state {state}.").format(
        config=config.config_file(), database=settings.database, state=config.state_folder()
    ))  # fmt: skip
    yield from _keys(settings)
    yield Finding(
        "input method",
        _("With a Chinese input method on, letters do not arrive: Shift switches it; F1–F9, Ctrl+p and digits do."),
    )
    yield _clipboard(environ)
    if not settings.desk.known:
        yield Finding(
            "me",
            _("Nobody has said who works here; `{login}` is the login name.").format(login=settings.desk.me),
            _('Write me = "…" into {path}.').format(path=config.config_file()),
        )


def _keys(settings: Settings) -> Iterator[Finding]:
    from leadtui import terminal

    terminal.prepare()
    from leadtui.ui import keymap

    troubles = keymap.read(settings.keymap).troubles
    if not troubles:
        yield Finding("keys", _("No two commands share a key."))
    for each in troubles:
        yield Finding("keys", each, _("Mend [keymap] in {path}.").format(path=config.config_file()))


def _clipboard(environ: Mapping[str, str]) -> Finding:
    if environ.get("TERM_PROGRAM") == "Apple_Terminal":
        return Finding("clipboard", _("This terminal takes nothing into the clipboard; select and copy instead."))
    return Finding("clipboard", _("What is copied goes to the terminal's clipboard (OSC 52); no terminal confirms it."))


def _versions() -> Finding:
    parts = [f"leadtui {__version__}", f"Python {platform.python_version()}"]
    for name in ("textual", "peewee", "tzdata", "chinesecalendar"):
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            return Finding("versions", _("{name} is not installed.").format(name=name), "pip install leadtui")
    return Finding("versions", ", ".join(parts))


def _terminal(environ: Mapping[str, str]) -> Finding:
    term = environ.get("TERM", "")
    if term in ("", "dumb", "unknown"):
        return Finding(
            "terminal",
            _("TERM={term}: too plain for the full screen; commands work.").format(term=term or "-"),
            "export TERM=xterm-256color",
        )
    rich = environ.get("COLORTERM", "") in ("truecolor", "24bit")
    colours = "16M" if rich else "256" if "256" in term else "16"
    if environ.get("NO_COLOR"):
        colours = "0"
    return Finding("terminal", _("TERM={term}, {colours} colours.").format(term=term, colours=colours))


def _locale(environ: Mapping[str, str]) -> Finding:
    spoken = next((environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), "")
    if "utf" in spoken.lower():
        return Finding("locale", _("The locale is {locale}.").format(locale=spoken))
    return Finding(
        "locale",
        _("The locale ({locale}) is not UTF-8; an input method may send Chinese that cannot be read.").format(
            locale=spoken or "-"
        ),
        "export LANG=C.UTF-8",
    )


def _widths(settings: Settings) -> Finding:
    """Ask the terminal how wide it draws what we draw."""
    if settings.glyphs == "ascii":
        return Finding("widths", _("Lines are drawn with ASCII."))
    if _drawn_width("中") == 1:
        return Finding(
            "widths",
            _("This terminal draws Chinese one cell wide; columns will not stand straight."),
            _("Choose a font and a locale with Chinese in the terminal."),
        )
    wide = [each for each in AMBIGUOUS if _drawn_width(each) == 2]
    if not wide:
        return Finding("widths", _("Lines and marks are one cell wide here."))
    return Finding(
        "widths",
        _("This terminal draws {glyphs} two cells wide.").format(glyphs="".join(wide)),
        _('Write glyphs = "ascii" into {path}, or make ambiguous characters narrow in the terminal.').format(
            path=config.config_file()
        ),
    )


def _drawn_width(glyph: str) -> int | None:
    """The cells the cursor moved by; None where the terminal does not tell."""
    before = termios.tcgetattr(0)
    try:
        tty.setcbreak(0, termios.TCSANOW)
        sys.stdout.write(f"\r{glyph}\x1b[6n")
        sys.stdout.flush()
        told = _answer()
    finally:
        termios.tcsetattr(0, termios.TCSANOW, before)
        sys.stdout.write("\r\x1b[K")
        sys.stdout.flush()
    return int(told[2]) - 1 if told else None


def _answer() -> re.Match[bytes] | None:
    heard, end = b"", time.monotonic() + 0.5
    while time.monotonic() < end and select.select([0], [], [], max(0, end - time.monotonic()))[0]:
        heard += os.read(0, 64)
        if found := _POSITION.search(heard):
            return found
    return None


def _tmux() -> Iterator[Finding]:
    if not shutil.which("tmux"):
        return
    for name, (good, line) in _TMUX.items():
        told = subprocess.run(["tmux", "show", "-Agv", name], capture_output=True, text=True, check=False)
        if told.returncode == 0 and not good.fullmatch(told.stdout.strip()):
            yield Finding(
                "tmux",
                _("tmux: {name} is {value}.").format(name=name, value=told.stdout.strip()),
                _("Write `{line}` into ~/.tmux.conf.").format(line=line),
            )
