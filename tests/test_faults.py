"""The table of faults is held by tests."""

from tests import faults


def test_every_fault_that_blocks_a_release_has_a_test() -> None:
    assert faults.missing() == []


def test_every_row_of_the_table_is_whole() -> None:
    rows = faults.faults()
    assert len({each.id for each in rows}) == len(rows) == 87
    assert {each.rank for each in rows} == {"P0", "P1", "P2"}
    assert set(faults.measured()) <= {each.id for each in rows}
