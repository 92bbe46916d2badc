"""What every test stands on: a real, empty database file of its own, and a desk whose clock stands still."""

import gc
import hashlib
import json
import os
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from leadtui import i18n
from leadtui.desk import Desk
from leadtui.domain.servers import Place, Server
from leadtui.store import database, settings
from tests import servers

# What the tests start runs compiled, as what is installed does.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Thousands of collected tests live on: going through them again and again would cost a tenth of the run.
gc.set_threshold(100_000, 50, 100)

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Each test starts in English and with the house's words, whatever the one before spoke."""
    i18n.speak("en")
    yield
    i18n.speak("en")
    settings.forget()


@pytest.fixture
def desk() -> Desk:
    """李娜 in Shanghai on Sunday 2026-11-22, nine in the morning."""
    return Desk("李娜", SHANGHAI, True, lambda: NOW)


@pytest.fixture(scope="session")
def empty_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database that tests copy: migrating takes longer than most of them."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    database.open_file(path)
    database.close()
    return path


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--engine postgresql`: the tests of store and services on a team's server."""
    parser.addoption("--engine", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is about a file as a file has nothing to say of a server."""
    if config.getoption("--engine") == "postgresql":
        for item in items:
            if item.get_closest_marker("file"):
                item.add_marker(pytest.mark.skip("about a file"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A running PostgreSQL with an empty book to copy."""
    base = tmp_path_factory.getbasetemp()
    return servers.started(base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base)


@pytest.fixture
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An open, empty book; closed afterwards."""
    if request.config.getoption("--engine") == "postgresql":
        with servers.fresh(request.getfixturevalue("server")) as place:
            yield from _opened(place)
        return
    path = tmp_path / "leadtui.db"
    shutil.copy(request.getfixturevalue("empty_book"), path)
    path.chmod(0o600)
    yield from _opened(path)


def _opened(place: Place) -> Iterator[Place]:
    database.open_place(place)
    yield place
    database.close()


Figure = Callable[[str, str], None]


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Iterator[Figure]:
    """Note what was measured of a fault, by its id: `python -m tests.faults` tells it beside what is demanded."""
    noted: dict[str, list[str]] = defaultdict(list)
    yield lambda fault, words: noted[fault].append(words)
    cache = getattr(request.config, "cache", None)  # there is none with -p no:cacheprovider
    if noted and cache is not None:
        name = hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:16]
        (cache.mkdir("faults") / f"{name}.json").write_text(json.dumps(noted, ensure_ascii=False), "utf-8")
