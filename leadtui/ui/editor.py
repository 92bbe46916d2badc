"""A long text written in the user's own editor: handed over in a private file that is gone afterwards."""

import os
import shlex
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from leadtui.config import state_folder
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.text import clean
from leadtui.i18n import N_


def edited(text: str, environ: Mapping[str, str] = os.environ) -> str:
    """The text as it was left in $VISUAL or $EDITOR, cleaned; the terminal has to be free.

    Raises LeadtuiError where neither is set, or the editor cannot be run or fails; the text is unharmed then.
    """
    words = shlex.split(environ.get("VISUAL") or environ.get("EDITOR") or "")
    if not words:
        raise LeadtuiError(N_("No editor is set. Set VISUAL or EDITOR, for example EDITOR=vim."))
    # Not in the folder that everybody shares: editors put their own copies beside it.
    folder = state_folder() / "editing"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(suffix=".txt", dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        done = subprocess.run([*words, name], check=False)
        if done.returncode:
            raise LeadtuiError(N_("{editor} failed ({code}); the text stays as it was."), editor=words[0],
                               code=done.returncode)  # fmt: skip
        return clean(path.read_text("utf-8", errors="replace"), multiline=True)
    except OSError as error:
        raise LeadtuiError(N_("{editor} cannot be run: {why}"), editor=words[0], why=error.strerror) from error
    finally:
        path.unlink(missing_ok=True)
        with suppress(OSError):  # an editor has left something of its own there
            folder.rmdir()
