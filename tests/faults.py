"""What goes wrong, and the tests that hold it: `python -m tests.faults` lists the faults by id, each with the figure
that is demanded, what was measured (the `figure` of a test), and its tests. With `keep`, what was measured by the last
runs here becomes what is told elsewhere.

A test holds a fault by the id in its name (`test_s8_…`) or at the head of its docstring ("S6, M1: …").
"""

import ast
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parent
TABLE = TESTS / "data/faults.tsv"
MEASURED = TESTS / "data/faults_measured.tsv"
NOTED = TESTS.parent / ".pytest_cache/d/faults"

_IN_NAME = re.compile(r"(?:^|_)([smptqixcg]\d{1,2})(?=_|$)")
_IN_WORDS = re.compile(r"\b([SMPTQIXCG]\d{1,2})\b")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong. `rank` P0 blocks a release; `demanded` is what must happen, with its figure."""

    id: str
    rank: str
    wrong: str
    demanded: str


def faults() -> list[Fault]:
    """The table."""
    return [Fault(*line.split("\t")) for line in TABLE.read_text("utf-8").splitlines()]


def holding() -> dict[str, list[str]]:
    """The tests by the id of the fault they hold."""
    known = {each.id for each in faults()}
    found = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        all_slow = any("slow" in ast.unparse(each) for each in tree.body if _is_mark(each))
        for name, node, told in _tests(tree):
            ids = {each.upper() for each in _IN_NAME.findall(node.name)}
            ids |= set(_IN_WORDS.findall(told.partition(":")[0])) if ":" in told else set()
            is_slow = all_slow or any("slow" in ast.unparse(each) for each in node.decorator_list)
            mark = " (slow)" if is_slow else ""
            for each in sorted(ids & known):
                found[each].append(f"{path.relative_to(TESTS)}::{name}{mark}")
    return dict(found)


def _is_mark(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"


def _tests(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    for top in tree.body:
        for node in top.body if isinstance(top, ast.ClassDef) else [top]:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                name = f"{top.name}::{node.name}" if isinstance(top, ast.ClassDef) else node.name
                yield name, node, (ast.get_docstring(node) or "").partition("\n")[0]


def measured() -> dict[str, list[str]]:
    """What was measured, by fault: by the last runs here, else as it was kept."""
    kept = defaultdict(list)
    with suppress(FileNotFoundError):
        for line in MEASURED.read_text("utf-8").splitlines():
            fault, words = line.split("\t")
            kept[fault].append(words)
    here = defaultdict(list)
    for path in sorted(NOTED.glob("*.json")):
        for fault, several in json.loads(path.read_text("utf-8")).items():
            here[fault] += several
    return {fault: list(dict.fromkeys(several)) for fault, several in (kept | here).items()}


def missing() -> list[str]:
    """The blocking faults that no test holds."""
    held = holding()
    return [each.id for each in faults() if each.rank == "P0" and each.id not in held]


def keep() -> None:
    """Keep what was measured here."""
    found = measured()
    lines = [f"{each.id}\t{words}\n" for each in faults() for words in sorted(found.get(each.id, []))]
    MEASURED.write_text("".join(lines), "utf-8")


def lines() -> Iterator[str]:
    """The list, a paragraph for each fault."""
    held, found = holding(), measured()
    for each in faults():
        yield f"{each.id:4}{each.rank}  {each.wrong} → {each.demanded}"
        yield from (f"          measured: {words}" for words in found.get(each.id, []))
        yield from (f"          {test}" for test in held.get(each.id, ["NO TEST"]))
    lost = missing()
    whole = sum(each.rank == "P0" for each in faults())
    yield f"\n{whole - len(lost)} of {whole} blocking faults are held; missing: {' '.join(lost) or 'none'}"


def main() -> int:
    """Print every fault with its tests; 1 where a blocking one has none."""
    if sys.argv[1:] == ["keep"]:
        keep()
    with suppress(BrokenPipeError):
        sys.stdout.write("\n".join(lines()) + "\n")
        sys.stdout.flush()
    return 1 if missing() else 0


if __name__ == "__main__":
    sys.exit(main())
