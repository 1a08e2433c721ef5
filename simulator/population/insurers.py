"""The insurers of the nation: invented, with right check digits and insurer parts from 951 on, which none has.

Those of personas begin at 901. 国保 societies must have 3xx, so theirs are in prefecture 99, which does not exist.
"""

from dataclasses import dataclass
from functools import cache

from shared.domain.check_digit import with_check_digit
from shared.domain.coverage import Insurer
from shared.domain.insurers import InsurerKind
from simulator.population.municipalities import PREFECTURES, municipalities

SOCIETIES, NHI_SOCIETIES = 1400, 40
"""Of 健保組合 there are about 1,400; of 国保 societies about 160, fewer here for want of numbers."""
_MUTUAL_AIDS = (
    (InsurerKind.MUTUAL_AID_STATE, "模擬国家公務員共済組合（{}）"),
    (InsurerKind.MUTUAL_AID_LOCAL, "{}模擬地方職員共済組合"),
    (InsurerKind.MUTUAL_AID_POLICE, "{}模擬警察共済組合"),
    (InsurerKind.MUTUAL_AID_SCHOOL, "{}模擬公立学校共済組合"),
)
MUTUAL_AID_SHARES = (0.25, 0.35, 0.08, 0.32)
"""Of the members of mutual aids; the state's are 2.43 of 9.8 million, the others are rounded by us."""
NUMBERS_OF_ELDERLY, NUMBERS_OF_ASSISTED = 10_000_000, 1_000_000
"""How many members' numbers (番号・受給者番号) of seven digits and a check digit, or six, an insurer can give."""
MOST_PARTS = 49
"""951 to 999."""
MOST_PERSONS = MOST_PARTS * NUMBERS_OF_ASSISTED
_FIRST_PART, _FIRST_NHI_SOCIETY_PART = 951, 351
_NO_PREFECTURE, _TOKYO = 99, 13


@dataclass(frozen=True, slots=True)
class NationsInsurers:
    """All of them in one order, and where in it each kind begins."""

    all: tuple[Insurer, ...]
    kyokai: int
    """By prefecture, as all that say nothing else."""
    societies: int
    mutual_aids: int
    """By kind, then prefecture."""
    seamen: int
    day_labourers: int
    municipal: int
    """By municipality."""
    nhi_societies: int
    elderly: int
    """By prefecture, then by ten million persons of the nation."""
    assistance: int
    """By prefecture, then by million."""


class _Register:
    """The insurers that are made so far."""

    def __init__(self) -> None:
        self.made: list[Insurer] = []
        one_of = {each.prefecture: each for each in municipalities()}
        capitals = [one_of[number + 1] for number in range(PREFECTURES)]
        self.prefectures = [each.place.removesuffix(each.name) for each in capitals]

    def add(self, kind: InsurerKind, prefecture: int, part: int, name: str) -> None:
        """Make one more."""
        law_numbers = kind.code.split()
        law_number = law_numbers[0] if law_numbers else ""
        self.made.append(Insurer(with_check_digit(f"{law_number}{prefecture:02}{part:03}"), name, kind))

    def add_in_prefectures(self, kind: InsurerKind, name: str, parts: int = 1) -> int:
        """Make ``parts`` in each prefecture, whose name goes into ``name``; return the place of the first."""
        first = len(self.made)
        for number, prefecture in enumerate(self.prefectures, 1):
            for part in range(parts):
                self.add(kind, number, _FIRST_PART + part, name.format(prefecture))
        return first

    def add_societies(self) -> int:
        """Make the 健保組合, over all prefectures."""
        first = len(self.made)
        for number in range(SOCIETIES):
            rank, place = divmod(number, PREFECTURES)
            name = f"{self.prefectures[place]}第{rank + 1}模擬健康保険組合"
            self.add(InsurerKind.SOCIETY, place + 1, _FIRST_PART + rank, name)
        return first

    def add_municipal(self) -> int:
        """Make a 国保 for each municipality."""
        first = len(self.made)
        for each in municipalities():
            name = f"{each.name}国民健康保険（模擬）"
            self.add(InsurerKind.MUNICIPAL_NHI, each.prefecture, _FIRST_PART + each.rank, name)
        return first

    def add_nhi_societies(self) -> int:
        """Make the 国保組合."""
        first = len(self.made)
        for number in range(NHI_SOCIETIES):
            name = f"第{number + 1}模擬国民健康保険組合"
            self.add(InsurerKind.NHI_SOCIETY, _NO_PREFECTURE, _FIRST_NHI_SOCIETY_PART + number, name)
        return first

    def add_one(self, kind: InsurerKind, name: str) -> int:
        """Make the only one of its kind."""
        self.add(kind, _TOKYO, _FIRST_PART, name)
        return len(self.made) - 1


@cache
def insurers() -> NationsInsurers:
    """Return the insurers of every nation."""
    register = _Register()
    kyokai = register.add_in_prefectures(InsurerKind.KYOKAI, "模擬協会けんぽ{}支部")
    societies = register.add_societies()
    mutual_aids = [register.add_in_prefectures(kind, name) for kind, name in _MUTUAL_AIDS]
    seamen = register.add_one(InsurerKind.SEAMEN, "模擬船員保険")
    day_labourers = register.add_one(InsurerKind.DAY_LABOURER, "模擬健康保険（日雇特例）")
    municipal, nhi_societies = register.add_municipal(), register.add_nhi_societies()
    elderly = register.add_in_prefectures(InsurerKind.ELDERLY, "{}後期高齢者医療広域連合（模擬）", MOST_PARTS)
    assistance = register.add_in_prefectures(InsurerKind.PUBLIC_ASSISTANCE, "{}福祉事務所（模擬）", MOST_PARTS)
    return NationsInsurers(
        tuple(register.made),
        kyokai=kyokai,
        societies=societies,
        mutual_aids=mutual_aids[0],
        seamen=seamen,
        day_labourers=day_labourers,
        municipal=municipal,
        nhi_societies=nhi_societies,
        elderly=elderly,
        assistance=assistance,
    )
