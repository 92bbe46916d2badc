"""What goes wrong, and the tests that hold it: `python -m tests.faults` lists the faults by id with their tests.

A test holds a fault by the id in its name (`test_s8_…`) or at the head of its docstring ("S6, M1: …").
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent

# What blocks a release (P0), then the rest. Each family is told by its letter.
FAMILIES = {
    "S": "storage", "M": "schema and several processes", "P": "process, terminal, line", "T": "text", "Q": "search",
    "I": "files in and out", "X": "privacy", "C": "time",
}  # fmt: skip
BLOCKING = {
    "S": (1, 2, 3, 4, 5, 6, 8, 9, 10), "M": (1, 2, 3, 4, 5, 6, 7, 8, 10, 11), "P": (1, 2, 3, 4, 5, 6, 7, 12),
    "T": (1, 2, 3), "Q": (1, 2, 3), "I": (1, 2, 3, 4, 5, 6, 9, 11, 12, 13), "X": (1, 2, 3), "C": (1,),
}  # fmt: skip
LAST = {"S": 13, "M": 11, "P": 14, "T": 6, "Q": 4, "I": 13, "X": 6, "C": 3}
FAULTS = [f"{family}{number}" for family in FAMILIES for number in range(1, LAST[family] + 1)]

_IN_NAME = re.compile(r"(?:^|_)([smptqixc]\d{1,2})(?=_|$)")
_IN_WORDS = re.compile(r"\b([SMPTQIXC]\d{1,2})\b")


def holding() -> dict[str, list[str]]:
    """The tests by the id of the fault they hold."""
    found = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        for name, node, told in _tests(ast.parse(path.read_text("utf-8"))):
            ids = {each.upper() for each in _IN_NAME.findall(node.name)}
            ids |= set(_IN_WORDS.findall(told.partition(":")[0])) if ":" in told else set()
            mark = " (slow)" if any("slow" in ast.unparse(each) for each in node.decorator_list) else ""
            for each in sorted(ids & {*FAULTS}):
                found[each].append(f"{path.relative_to(TESTS)}::{name}{mark}")
    return dict(found)


def _tests(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    for top in tree.body:
        for node in top.body if isinstance(top, ast.ClassDef) else [top]:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                name = f"{top.name}::{node.name}" if isinstance(top, ast.ClassDef) else node.name
                yield name, node, (ast.get_docstring(node) or "").partition("\n")[0]


def is_blocking(fault: str) -> bool:
    """Whether a release waits for it."""
    return int(fault[1:]) in BLOCKING[fault[0]]


def missing() -> list[str]:
    """The blocking faults that no test holds."""
    held = holding()
    return [each for each in FAULTS if is_blocking(each) and each not in held]


def main() -> int:
    """Print every fault with its tests; 1 where a blocking one has none."""
    held = holding()
    for each in FAULTS:
        tests = held.get(each) or ["MISSING" if is_blocking(each) else "-"]
        print(f"{each:4}{'P0' if is_blocking(each) else '  '}  " + "\n          ".join(tests))
    lost, whole = missing(), sum(map(is_blocking, FAULTS))
    print(f"\n{whole - len(lost)} of {whole} blocking faults are held; missing: {' '.join(lost) or 'none'}")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
