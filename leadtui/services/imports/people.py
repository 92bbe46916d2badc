"""The people of a customer as rows name them: each once, a mask never in place of what is known (R10)."""

from collections.abc import Iterable, Mapping

from leadtui.domain.identity import is_masked, phone_key
from leadtui.domain.text import fold
from leadtui.domain.values import Value
from leadtui.services.imports.rows import SheetRow

Person = dict[str, Value]

_WAYS = ("name", "phone", "wechat", "email")


def gathered(rows: Iterable[SheetRow], known: Iterable[Mapping[str, Value]] = ()) -> list[Person]:
    """The known people, filled up, and after them the new ones, the newest row's first."""
    people: list[Person] = [dict(person) for person in known]
    for row in sorted(rows, key=lambda row: row.record.at.timestamp() if row.record else 0.0, reverse=True):
        if row.contact:
            meet(people, row.contact)
    return people


def meet(people: list[Person], given: Mapping[str, Value]) -> None:
    """Bring one person in: into the same one, filling what is empty or masked there, else after the others."""
    plain = {key: value for key, value in given.items() if not (isinstance(value, str) and is_masked(value))}
    same = next((person for person in people if _is_same(person, given, plain)), None)
    if same is not None:
        for key, value in plain.items():
            held = same.get(key)
            if held is None or held == "" or (isinstance(held, str) and is_masked(held)):
                same[key] = value
    elif any(plain.get(way) for way in _WAYS) or not people:
        people.append(dict(given))


def _is_same(person: Mapping[str, Value], given: Mapping[str, Value], plain: Mapping[str, Value]) -> bool:
    if all(person.get(way, "") == given.get(way, "") for way in ("name", "phone")):
        return True
    phone, known = phone_key(str(plain.get("phone", ""))), phone_key(str(person.get("phone", "")))
    if phone and known:
        return phone == known
    if any(plain.get(way) and plain[way] == person.get(way) for way in ("email", "wechat")):
        return True
    name = str(plain.get("name", ""))
    return bool(name) and fold(name) == fold(str(person.get("name", "")))
