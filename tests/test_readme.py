"""README is true: its commands are the ones that run, its map leads to functions that exist, its pictures are there."""

import ast
import re
from pathlib import Path

import pytest

from leadtui.services import reviews

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
MAP = README.split("| question | the one function that answers it |")[1].split("\n\n")[0]
PLACES = re.findall(r"`([a-z_]+/[\w/]+(?:\.py)?)` ((?:`\w+`(?:\.`?\w+`?)?(?:, )?)+)", MAP)


def test_the_test_command_is_what_ci_runs() -> None:
    command = next(line for line in README.splitlines() if ".venv/bin/pytest" in line and "pip install" in line)
    assert command in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


def test_every_question_of_the_map_is_answered_somewhere() -> None:
    rows = [line for line in MAP.splitlines() if line.startswith("| ") and line.count("|") == 3]
    assert len(rows) >= 15
    assert [row for row in rows if not re.search(r"`[\w/]+\.(py|po)`|`services/imports`", row)] == []


@pytest.mark.parametrize(("place", "names"), PLACES)
def test_the_map_leads_to_what_exists(place: str, names: str) -> None:
    path = ROOT / "leadtui" / place
    source = path if path.is_file() else path / "__init__.py"
    tree = ast.parse(source.read_text("utf-8"))
    known = {
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    known |= {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    known |= {
        node.target.id for node in tree.body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    known |= {
        alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    for name in re.findall(r"\w+", names):
        assert name in known, f"{place} has no {name}"


def test_every_panel_of_a_review_says_what_it_counts() -> None:
    rows = README.split("| panel | counted are |")[1].split("\n\n")[0]
    assert [key for key in reviews.PANELS if f"`{key}`" not in rows] == []


def test_pictures_and_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_nothing_else_stands_at_the_top() -> None:
    expected = {"pyproject.toml", "leadtui", "tests", "screenshots", "README.md", "LICENSE"}
    assert {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} <= expected
