"""What goes wrong, and the tests that hold it: `python -m tests.faults` lists the faults by id with their tests.

A test holds a fault by the id in its name (`test_s8_…`) or at the head of its docstring or its class's ("S6, M1: …").
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
BLOCKING = """
S1 S2 S3 S4 S5 S6 S8 S9 S10 M1 M2 M3 M4 M5 M6 M7 M8 M10 M11 P1 P2 P3 P4 P5 P6 P7 P12 T1 T2 T3 Q1 Q2 Q3
I1 I2 I3 I4 I5 I6 I9 I11 I12 I13 X1 X2 X3 C1
""".split()
OTHERS = "S7 S11 S12 S13 M9 P8 P9 P10 P11 P13 P14 T4 T5 T6 Q4 I7 I8 I10 X4 X5 X6 C2 C3".split()

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
            for each in sorted(ids & {*BLOCKING, *OTHERS}):
                found[each].append(f"{path.relative_to(TESTS)}::{name}{mark}")
    return dict(found)


def _tests(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    for top in tree.body:
        inside = top.body if isinstance(top, ast.ClassDef) else [top]
        above = ast.get_docstring(top) or "" if isinstance(top, ast.ClassDef) else ""
        for node in inside:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                name = f"{top.name}::{node.name}" if isinstance(top, ast.ClassDef) else node.name
                yield name, node, (ast.get_docstring(node) or above).partition("\n")[0]


def missing() -> list[str]:
    """The blocking faults that no test holds."""
    held = holding()
    return [each for each in BLOCKING if each not in held]


def main() -> int:
    """Print every fault with its tests; 1 where a blocking one has none."""
    held = holding()
    for each in sorted({*BLOCKING, *OTHERS}, key=lambda fault: (list(FAMILIES).index(fault[0]), int(fault[1:]))):
        weight = "P0" if each in BLOCKING else "  "
        tests = held.get(each, [])
        print(f"{each:4}{weight}  {tests[0] if tests else 'MISSING' if weight == 'P0' else '-'}")
        for other in tests[1:]:
            print(f"        {other}")
    lost = missing()
    print(
        f"\n{len(BLOCKING) - len(lost)} of {len(BLOCKING)} blocking faults are held; missing: {' '.join(lost) or 'none'}"
    )
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
