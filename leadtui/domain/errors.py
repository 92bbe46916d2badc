"""What can be refused: one exception whose message names the thing and the way out, translated where it is shown."""

from dataclasses import dataclass

from leadtui.i18n import N_, _

DONE, FAILED, USAGE, BUSY, INTERRUPTED = 0, 1, 2, 3, 130


class LeadtuiError(Exception):
    """A refusal a person can read. `msgid` is marked English, `params` fill it, `exit_code` is for scripts."""

    exit_code = FAILED

    def __init__(self, msgid: str, **params: object) -> None:
        super().__init__(msgid, params)
        self.msgid = msgid
        self.params = params

    def __str__(self) -> str:
        return _(self.msgid).format(**self.params)


class FieldError(LeadtuiError):
    """What was given for one field is refused; `key` is the field to say it beside."""

    def __init__(self, key: str, msgid: str, **params: object) -> None:
        super().__init__(msgid, **params)
        self.key = key


class Implausible(FieldError):
    """A value that contradicts another or the calendar; `key` is the field to say it beside."""


class UsageError(LeadtuiError):
    """The words of a call, the configuration or the surroundings are off."""

    exit_code = USAGE


class BusyError(LeadtuiError):
    """The database is held by somebody else just now; trying again may help."""

    exit_code = BUSY


class GoneError(BusyError):
    """The team's server is out of reach; nothing was written, and it goes on by itself when it is back."""


class StoppedError(LeadtuiError):
    """Long work was stopped by the person who had asked for it."""

    exit_code = INTERRUPTED

    def __init__(self) -> None:
        super().__init__(N_("Stopped."))


class DamagedError(LeadtuiError):
    """The file at the database's place cannot be read as one; it was left as it is."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody else changed meanwhile: what it is now, and what was to be saved (None: nothing)."""

    key: str
    label: str
    theirs: str
    mine: str | None


class ConflictError(LeadtuiError):
    """Somebody else changed the same thing meanwhile; nothing was written. `differences` where they are known."""

    differences: tuple[Difference, ...] = ()
