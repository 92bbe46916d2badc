"""One made-up lead as it is drawn: the company and the person, what they need and how far the sale came."""

from dataclasses import dataclass, field

from leadtui.domain.terms import Stage
from leadtui.services.sample import words
from leadtui.services.sample.chance import Chance
from leadtui.services.sample.words import Need, Trade

_STRIDE = 999_983
_NAMED = tuple((trade, word) for trade in words.TRADES for word in trade.words)
_KEYS = len(words.FIRST) * len(words.SECOND) * len(_NAMED)
_PHONES = (*range(130, 134), *range(135, 140), *range(150, 153), *range(155, 160), 176, 177, 180, 186, 188)
_GRADES = {
    "warm": ((("A", "high"), 45), (("B", "medium"), 40), (("C", "low"), 15)),
    "cool": ((("A", "high"), 18), (("B", "medium"), 42), (("C", "low"), 40)),
}
_PRIORITY = {"A": "high", "B": "medium", "C": "low"}
_FARTHEST = {Stage.CAPTURED: 0, Stage.QUALIFYING: 1, Stage.SOLUTION: 2, Stage.NEGOTIATION: 3, Stage.WON: 4}
_REACHED = {"first": 1, "qualify": 2, "proposal": 3, "deal": 4}


@dataclass(slots=True)
class Case:
    """A lead being made up. `made` holds each phase's contact: its instant and how many days ago it was.

    `told` fills the phrases; amounts there are in 万.
    """

    need: Need
    stage: Stage
    grade: str
    intent: str
    is_graded: bool
    told: dict[str, object]
    made: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def priority(self) -> str:
        """The priority that goes with the grade."""
        return _PRIORITY[self.grade]

    @property
    def level(self) -> int:
        """How many stages along the road the lead came, 0 to 4; a lost one counts those before."""
        most = _FARTHEST.get(self.stage, 3 if self.stage is Stage.LOST else 0)
        return min(most, max((_REACHED.get(phase, 0) for phase in self.made), default=0))


def draw(trade: Trade, stage: Stage, chance: Chance) -> Case:
    """What a company of this trade needs and how warm it is."""
    need = chance.pick(trade.needs)
    is_warm = stage in (Stage.SOLUTION, Stage.NEGOTIATION, Stage.WON)
    grade, intent = chance.weighted(_GRADES["warm" if is_warm else "cool"])
    told: dict[str, object] = {
        "need": need.name,
        "pain": need.pain,
        "now": chance.pick(words.TOOLS),
        "dept": chance.pick(words.DEPARTMENTS),
        "rival": chance.pick(words.RIVALS),
        "who": chance.pick(words.DECIDERS),
        "n": chance.between(2, 9),
        "low": need.low,
        "high": need.high,
        "quote": chance.between(need.low, need.high),
    }
    return Case(need, stage, grade, intent, stage is not Stage.CAPTURED or chance.comes(60), told)


def company(place: int) -> tuple[Trade, str, dict[str, object]]:
    """The company at a place: its trade, city, and name with region; no two places share a name."""
    # Stepping by a prime that divides neither number spreads neighbours and meets every combination once.
    turn, key = divmod(place * _STRIDE, _KEYS)
    key, first = divmod(key, len(words.FIRST))
    named, second = divmod(key, len(words.SECOND))
    trade, word = _NAMED[named]
    city, region = words.CITIES[(turn + place) % len(words.CITIES)]
    suffix = words.SUFFIXES[place % 7 % len(words.SUFFIXES)]
    name = f"{city}{words.FIRST[first]}{words.SECOND[second]}{word}{suffix}"
    return trade, city, {"name": name, "industry": trade.industry, "region": region}


def person(place: int, chance: Chance) -> dict[str, object]:
    """Somebody to talk to, with a phone that no other place has."""
    given = chance.pick(words.GIVEN) + (chance.pick(words.GIVEN) if chance.comes(70) else "")
    block, last = divmod(place * 7_919 % (len(_PHONES) * 100_000), 100_000)
    contact: dict[str, object] = {
        "name": chance.pick(words.SURNAMES) + given,
        "title": chance.pick(words.TITLES),
        "phone": f"{_PHONES[block]}000{last:05d}",
    }
    if chance.comes(25):
        contact["wechat"] = f"wx_{place:07d}"
    if chance.comes(20):
        contact["email"] = f"contact{place}@example.com"
    if chance.comes(15):
        contact["decision_authority"] = True
    return contact
