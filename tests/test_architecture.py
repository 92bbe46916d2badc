"""The house keeps its shape: who may import whom, how long things are, what every module says of itself."""

import ast
import importlib
import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "leadtui"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
ROOMS = {
    "domain": {"i18n", "desk"},
    "store": {"domain"},
    "services": {"store", "domain", "config"},
    "exchange": {"services", "domain", "config"},
    "cli": {"exchange", "services", "domain", "config", "terminal", "crash", "ui"},
    "ui": {"exchange", "services", "domain", "config", "terminal", "crash"},
}
"""What each room may know besides itself and the leaves; a desk is a value, handed in."""
LEAVES = {"i18n", "desk"}
ALONE = {
    "i18n": set(),
    "desk": set(),
    "config": {"i18n", "desk", "domain"},
    "terminal": {"i18n", "domain"},
    "crash": {"i18n", "config"},
}
FORBIDDEN = {
    "domain": {"peewee", "playhouse", "sqlite3", "textual", "rich", "platformdirs"},
    "store": {"textual", "rich", "platformdirs"},
    "services": {"textual", "rich"},
    "exchange": {"peewee", "playhouse", "sqlite3", "textual", "rich"},
    "cli": {"peewee", "playhouse", "sqlite3"},
    "ui": {"peewee", "playhouse", "sqlite3"},
    "i18n": {"peewee", "playhouse", "textual", "rich"},
    "desk": {"peewee", "playhouse", "textual", "rich"},
    "config": {"peewee", "playhouse", "textual", "rich"},
}
TRANSLATES = {"_": 1, "N_": 1, "NP_": 2, "ngettext": 2}
"""What marks text for translation, and how many of its arguments are text."""

HOOKS = ("on_", "watch_", "validate_", "compute_", "action_")
"""Textual calls these by their names, and those say it."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tree(path: Path) -> ast.Module:
    """A module, parsed."""
    return ast.parse(path.read_text("utf-8"), str(path))


def name(path: Path) -> str:
    """How a test is named after a module."""
    return str(path.relative_to(PACKAGE).with_suffix("")).replace("/", ".")


def room(path: Path) -> str:
    """The room a module stands in, or its own name at the top."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of every module that is imported, also inside functions."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")
            if node.module == "leadtui":
                named = (alias.name for alias in node.names if not alias.name.startswith("__"))
                yield from ((node.lineno, f"leadtui.{each}") for each in named)


def definitions(path: Path) -> Iterator[ast.ClassDef | Function]:
    """Everything defined at the top of a module or inside a class of it."""
    pending: list[ast.AST] = [tree(path)]
    while pending:
        for node in ast.iter_child_nodes(pending.pop()):
            if isinstance(node, ast.ClassDef):
                pending.append(node)
            if isinstance(node, ast.ClassDef | Function):
                yield node


def each_module(check: Callable[[Path], None]) -> Callable[[], None]:
    """A test of every module; what it asserts names the module."""

    def test() -> None:
        for path in MODULES:
            check(path)

    test.__name__, test.__doc__ = check.__name__, check.__doc__
    return test


@each_module
def test_rooms_know_only_those_below_them(path: Path) -> None:
    """domain ← store ← services ← exchange ← ui, cli; the leaves know nobody."""
    here = room(path)
    if here in ("__init__", "__main__"):
        return
    allowed = ALONE[here] if here in ALONE else ROOMS[here] | LEAVES | {here}
    for line, imported in imports(path):
        top, _dot, rest = imported.partition(".")
        if top == "leadtui" and rest:
            assert rest.partition(".")[0] in allowed, f"{path}:{line} imports {imported}"


@each_module
def test_rooms_keep_to_their_libraries(path: Path) -> None:
    """The rules know no database and no screen; ui and cli never touch the database."""
    for line, imported in imports(path):
        assert imported.partition(".")[0] not in FORBIDDEN.get(room(path), set()), f"{path}:{line} imports {imported}"


@each_module
def test_imports_are_absolute(path: Path) -> None:
    for line, imported in imports(path):
        assert not imported.startswith("."), f"{path}:{line}"


@each_module
def test_everything_public_says_what_it_is(path: Path) -> None:
    """A method may leave it to the class it comes from."""
    assert ast.get_docstring(tree(path)), f"{path} has no docstring"
    silent = [node for node in definitions(path) if not node.name.startswith("_") and not ast.get_docstring(node)]
    inherited = {node.name for node in silent if says_it_by_inheritance(path, node)}
    assert [f"{path}:{node.lineno} {node.name}" for node in silent if node.name not in inherited] == []


def says_it_by_inheritance(path: Path, node: ast.AST) -> bool:
    """Whether a method is Peewee's or Textual's to explain, or a class it overrides explains it."""
    assert isinstance(node, ast.ClassDef | Function)
    if node.name in ("Meta", "db_value", "python_value") or (room(path) == "ui" and node.name.startswith(HOOKS)):
        return True
    module = importlib.import_module(f"leadtui.{name(path)}")
    owners = [each.name for each in tree(path).body if isinstance(each, ast.ClassDef) and node in each.body]
    return any(inspect.getdoc(getattr(getattr(module, owner), node.name)) for owner in owners)


@each_module
def test_files_and_functions_stay_short(path: Path) -> None:
    """400 lines a file, 60 a function, its docstring and decorators included."""
    lines = path.read_text("utf-8").count("\n")
    assert lines <= 400, f"{path} has {lines} lines"
    for node in definitions(path):
        if isinstance(node, Function):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 60, f"{path}:{node.lineno} {node.name} has {length} lines"


@each_module
def test_nothing_is_caught_blindly(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler):
            caught = {each.id for each in ast.walk(node.type) if isinstance(each, ast.Name)} if node.type else {"all"}
            assert not caught & {"all", "Exception", "BaseException"}, f"{path}:{node.lineno}"


@each_module
def test_what_is_translated_is_written_out(path: Path) -> None:
    """An f-string or a sum inside `_()` would never be found in the catalogue."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATES:
            for argument in node.args[: TRANSLATES[node.func.id]]:
                assert not isinstance(argument, ast.JoinedStr | ast.BinOp), f"{path}:{node.lineno}"


@each_module
def test_m11_no_transaction_waits_for_anybody(path: Path) -> None:
    """M11: what writes is plain functions on one thread; nothing below the screen is asynchronous."""
    if room(path) in ("domain", "store", "services", "exchange", "cli"):
        waiting = (ast.AsyncFunctionDef, ast.Await, ast.AsyncWith, ast.AsyncFor)
        assert not any(isinstance(node, waiting) for node in ast.walk(tree(path))), path


def test_the_tests_reach_the_rooms() -> None:
    """A guard for this file: it found the package and every room that must be there."""
    assert {"domain", "store", "services"} <= {room(path) for path in MODULES}


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("leadtui.cli.main", ("textual", "rich", "pypinyin", "python_calamine", "peewee", "tomllib")),
        ("leadtui.ui.book", ("leadtui.store.derived", "leadtui.store.journal", "leadtui.domain.topics")),
        ("leadtui.ui.app", ("leadtui.store.journal", "leadtui.store.backups", "leadtui.ui.lead_acts")),
        ("leadtui.ui.lead_acts", ("leadtui.services.imports", "leadtui.exchange.sheets", "pypinyin")),
        ("leadtui.ui.story", ("leadtui.store.derived", "leadtui.services.imports", "leadtui.domain.cadence")),
        ("leadtui.services.pool", ("leadtui.store.derived", "leadtui.services.people", "leadtui.services.capture")),
        ("leadtui.services.today", ("textual", "rich", "pypinyin", "platformdirs", "playhouse.migrations")),
        ("leadtui.domain.terms", ("peewee", "textual", "rich", "sqlite3")),
    ],
)
def test_a_command_loads_only_what_it_needs(module: str, absent: tuple[str, ...]) -> None:
    """A cron job that asks for `today` pays for no screen."""
    if not (PACKAGE.parent / module.replace(".", "/")).with_suffix(".py").exists():
        pytest.skip("not there yet")
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert [each for each in absent if each in done.stdout.split()] == []
