"""R76: the field dictionary, from the one declaration that forms and `--set` use."""

from leadtui.domain.fields import DICTIONARY
from tests.cli.conftest import Run


def test_r76_every_field_has_section_name_description_and_example(run: Run) -> None:
    listed = run("fields", "--json").json
    assert len(listed) == len(DICTIONARY)
    assert all(each[key] for each in listed for key in ("section", "key", "name", "description", "example"))
    basis = next(each for each in listed if each["key"] == "grade_basis")
    assert (basis["section"], basis["name"]) == ("qualification", "Grade basis")


def test_r76_a_field_stands_once_in_its_section(run: Run) -> None:
    keys = [(each["entity"], each["key"]) for each in run("fields", "--json").json]
    assert len(set(keys)) == len(keys)


def test_r76_people_read_it_by_section(run: Run) -> None:
    said = run("fields")
    assert said.code == 0
    for word in ("Qualification", "grade_basis", "Grade basis", "Objection", "Confirmation"):
        assert word in said.out
