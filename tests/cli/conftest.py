"""What command-line tests stand on: the environment of 李娜 in Shanghai, a database of her own, and `run`."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from leadtui.cli.main import main
from leadtui.store import database

LEAD = "展会-20261122-001"


@dataclass(frozen=True, slots=True)
class Said:
    """What a call came to: its exit code, the data and the narration."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> object:
        """The JSON document on standard output."""
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def path(tmp_path: Path, empty_book: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty database that the environment points at; the clock stands at nine on Sunday 2026-11-22."""
    path = tmp_path / "leadtui.db"
    surround(monkeypatch, path, empty_book)
    yield path
    database.close()


def surround(monkeypatch: pytest.MonkeyPatch, path: Path, empty_book: Path) -> None:
    """Put an empty database at `path` and have the environment point at it."""
    shutil.copy(empty_book, path)
    path.chmod(0o600)
    for name in [name for name in os.environ if name.startswith(("LEADTUI_", "LC_", "LANG", "XDG_"))]:
        monkeypatch.delenv(name)
    for name, value in {
        "LEADTUI_DATABASE": str(path),
        "LEADTUI_NOW": "2026-11-22T09:00:00+08:00",
        "LEADTUI_TIMEZONE": "Asia/Shanghai",
        "LEADTUI_USER": "李娜",
        "LEADTUI_LANG": "en",
        "HOME": str(path.parent),
    }.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def run(path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Carry out one command line in this process."""

    def call(*argv: str) -> Said:
        capsys.readouterr()
        code = main(argv)
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return call


@pytest.fixture
def spawn(path: Path) -> Run:
    """Carry out one command line in a process of its own; keywords go into its environment."""

    def call(*argv: str, **environ: str) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "leadtui", *argv],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **environ},
            timeout=60,
        )
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture
def lead(run: Run) -> str:
    """A lead's number: 恒远精密, captured today by 李娜, to be called tomorrow at ten."""
    said = run(
        "add", "--customer", "苏州恒远精密机械有限公司", "--contact", "周建国", "--phone", "13862012345",
        "--wechat", "hy_zhou88", "--email", "zhou@hengyuan.cn", "--source", "行业展会", "--grade", "A",
        "--budget", "30-50万", "--next", "电话", "--due", "明天10点",
    )  # fmt: skip
    assert said.code == 0, said.err
    return said.out.strip()
