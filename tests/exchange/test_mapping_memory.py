"""What a person said that columns hold is known the next time, on the command line too."""

from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.exchange import mappings, sampling
from leadtui.exchange.importing import import_file, import_tables
from leadtui.exchange.sheets import read_tables
from leadtui.services import history, leads
from leadtui.services.detail import detail
from leadtui.services.imports import Cancelled, Doubles, Fate, Wish
from tests.exchange.written import DATA, csv_file, record_table

pytestmark = pytest.mark.usefixtures("book")

CHOSEN = {"买家": "customer", "赛道": "industry", "传真": "-"}


def _sheet(path: Path, name: str = "恒远") -> Path:
    return csv_file(path, ["买家", "联系人", "赛道", "传真"], [name, "周", "机械", "0512-1"])


def _remember(path: Path) -> None:
    tables = read_tables(path)
    mappings.remember(sampling.understood(tables, path, None, CHOSEN), CHOSEN)


def test_a_chosen_mapping_is_used_again_for_the_same_headers(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(LeadtuiError, match="no row looks like a header"):
        import_file(desk, _sheet(tmp_path / "a.csv"))
    _remember(tmp_path / "a.csv")
    assert import_file(desk, _sheet(tmp_path / "b.csv", "云栖")).created == 1
    customer = detail(desk, leads.ids(desk)[0]).customer
    assert (customer["name"], customer["industry"], customer["remark"]) == ("云栖", "机械", "")


def test_undoing_an_import_forgets_no_mapping_and_other_headers_are_not_touched(desk: Desk, tmp_path: Path) -> None:
    _remember(_sheet(tmp_path / "a.csv"))
    import_file(desk, tmp_path / "a.csv")
    history.undo(desk)
    assert import_file(desk, tmp_path / "a.csv", dry_run=True).created == 1
    other = csv_file(tmp_path / "c.csv", ["客户名称", "联系人", "电话", "传真"], ["恒远", "周", "1", "0512-1"])
    import_file(desk, other)
    assert detail(desk, leads.ids(desk)[0]).customer["remark"] == "传真: 0512-1"


def test_a_mapping_that_is_given_goes_before_the_remembered_one(desk: Desk, tmp_path: Path) -> None:
    _remember(_sheet(tmp_path / "a.csv"))
    import_file(desk, tmp_path / "a.csv", mapping={"传真": "+"})
    assert detail(desk, leads.ids(desk)[0]).customer["remark"] == "传真: 0512-1"


def test_samples_of_contacts_are_masked_and_unknown_columns_come_first() -> None:
    tables = read_tables(DATA / "followup-records.xlsx")
    shown = sampling.columns(sampling.understood(tables, Path("a.xlsx"), None, {}))
    assert [each.is_doubtful for each in shown] == sorted((each.is_doubtful for each in shown), reverse=True)
    phones = next(each for each in shown if each.target == "phone")
    assert len(phones.samples) == sampling.SAMPLES
    assert all("*" in each for each in phones.samples)


@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_a_stopped_import_writes_nothing(desk: Desk, share: float) -> None:
    """Wherever it is stopped: while rows are read, while they are written, at the very end."""

    def heard(done: int, total: int) -> None:
        if done >= share * total:
            raise Cancelled

    path = DATA / "followup-records.xlsx"
    with pytest.raises(Cancelled):
        import_tables(desk, read_tables(path), path, progress=heard)
    assert leads.ids(desk) == []
    assert history.entries() == []
    assert import_file(desk, path).created == 9


def test_progress_goes_on_to_the_end(desk: Desk) -> None:
    told: list[tuple[int, int]] = []
    path = DATA / "followup-records.xlsx"
    import_tables(desk, read_tables(path), path, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (11, 11)


def test_a_look_alike_is_made_skipped_or_joined(desk: Desk, tmp_path: Path) -> None:
    import_file(desk, record_table(tmp_path / "a.csv", {}))
    path = record_table(tmp_path / "b.csv", {"线索编号": "X-2", "沟通内容摘要": "再聊", "跟进日期": "2026-11-08"})
    tables = read_tables(path)

    def would(**wish: object) -> tuple[int, int, list[Fate]]:
        found = import_tables(desk, tables, path, dry_run=True, wish=Wish(**wish))  # type: ignore[arg-type]
        return found.created, found.updated, [each.fate for each in found.verdicts]

    assert would() == (1, 0, [Fate.DUPLICATE])
    assert would(doubles=Doubles.SKIP) == (0, 0, [Fate.DUPLICATE])
    assert would(doubles=Doubles.UPDATE) == (0, 1, [Fate.UPDATED])
    assert import_tables(desk, tables, path, wish=Wish(doubles=Doubles.UPDATE)).follow_ups == 1
    assert len(leads.ids(desk)) == 1
    assert len(detail(desk, leads.ids(desk)[0]).follow_ups) == 2
    other = record_table(tmp_path / "c.csv", {"线索编号": "X-3", "客户名称": "另一家公司"})
    found = import_tables(desk, read_tables(other), other, dry_run=True, wish=Wish(by_phone=False))
    assert found.duplicates == 0


def test_a_column_without_a_header_can_be_given_a_field(desk: Desk, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", ["客户名称", "联系人", "电话"], ["恒远", "周", "1", "机械"])
    shown = sampling.columns(sampling.understood(read_tables(path), path, None, {}))
    assert [each.name for each in shown if each.is_doubtful] == ["D"]
    import_file(desk, path, mapping={"D": "industry"})
    assert detail(desk, leads.ids(desk)[0]).customer["industry"] == "机械"
