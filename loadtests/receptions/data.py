"""The files of `onshi load-data` as a load run needs them: who comes, where they are seen, what has to be answered.

Keys and certificates stay in cards.ndjson: the signers read there, a card at a time.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec

from loadtests.could_not_start import CouldNotStart
from loadtests.receptions.schedule import People

CARDS = "cards.ndjson"
_NURSING = "nursing"
_IN_FORCE, _VALID, _SUPERSEDED = ("valid", "valid_unregistered"), {"validity": "valid"}, {"validity": "superseded"}
_WITH_LAW, _DAY_LABOURERS = 8, ("03", "04")
"""A 保険者番号 of eight digits begins with its law's (法別番号); one of 国民健康保険 has six."""
_Line = TypeVar("_Line")


class DataUnusable(CouldNotStart):
    """The folder holds no data for a load run; the message is a sentence and names nobody."""


@dataclass(frozen=True, slots=True)
class Client:
    """One institution's credentials, which are good for a simulator's world only."""

    client_id: str
    client_secret: str = field(repr=False)
    institution_code: str
    purpose: str
    """利用目的 with which this kind of institution asks."""
    kind: str = ""
    """``hospital``, ``clinic``, ``dental_clinic``, ``pharmacy`` or ``nursing``."""


@dataclass(frozen=True, slots=True)
class Case:
    """One person who comes, and what has to come of the check, at whichever desk: members of the answer."""

    expected: dict[str, str]
    insured: dict[str, str | None] = field(default_factory=dict, repr=False)
    """Their numbers, for who comes without a card."""
    card_at: int | None = None
    """Where their card's line begins in cards.ndjson, in bytes."""

    has_medical_data: bool = False
    """Whether consent opens any: not of who is not covered, of 日雇特例 and of who has 医療扶助."""

    @property
    def is_covered(self) -> bool:
        """Whether a coverage is in force."""
        return self.expected.get("validity") in _IN_FORCE


@dataclass(frozen=True, slots=True)
class LoadData:
    """All who can come."""

    folder: Path
    clients: list[Client]
    cards: list[Case]
    identifiers: list[Case]
    day: str
    """On which checks are answered as expected, YYYY-MM-DD in Japan."""
    mark: str
    """Equal where the data are: keys and certificates of one seed are made afresh each time."""
    former: list[Case] = field(default_factory=list)
    """Who can come with the numbers of the coverage before: each person has at most one."""

    @property
    def people(self) -> People:
        """Who can come, as a schedule draws them."""
        cards, ended_cards = _by_cover(self.cards)
        numbers, ended_numbers = _by_cover(self.identifiers)
        former = [place for place, case in enumerate(self.former) if case.expected == _SUPERSEDED]
        return People(cards, ended_cards, numbers, ended_numbers, former)

    @property
    def cards_file(self) -> Path:
        """Where the signers read."""
        return self.folder / CARDS


class _Card(msgspec.Struct):
    person_id: str


class _Expected(msgspec.Struct):
    person_id: str
    as_of: str
    by_card: dict[str, str] | None
    by_identifiers: dict[str, str]
    by_former_identifiers: dict[str, str] | None = None


def read_data(folder: Path) -> LoadData:
    """Read the four files of ``folder``. Raises DataUnusable."""
    try:
        clients = [_client(row) for row in _rows(folder / "clients.csv")]
        expected = {each.person_id: each for _, each in _lines(folder / "expected.ndjson", _Expected)}
        identifiers, former, with_data = [], [], set()
        for row in _rows(folder / "patients.csv"):
            answers = expected[row["person_id"]]
            identifiers.append(Case(answers.by_identifiers, _insured(row)))
            # Data of earlier versions have neither these columns nor this answer.
            if answers.by_former_identifiers is not None:
                former.append(Case(answers.by_former_identifiers, _insured(row, "former_")))
            if len(row["insurer_number"]) != _WITH_LAW or not row["insurer_number"].startswith(_DAY_LABOURERS):
                with_data.add(row["person_id"])
        cards = [
            Case(by_card, card_at=start, has_medical_data=by_card == _VALID and card.person_id in with_data)
            for start, card in _lines(folder / CARDS, _Card)
            if (by_card := expected[card.person_id].by_card) is not None
        ]
    except OSError as error:
        name = Path(error.filename or folder).name
        raise DataUnusable(f"{folder} holds no data of onshi load-data ({name}: {error.strerror})") from None
    except (KeyError, UnicodeDecodeError, csv.Error, msgspec.MsgspecError) as error:
        raise DataUnusable(f"the files in {folder} do not fit together ({type(error).__name__})") from None
    if not clients or not any(case.is_covered for case in cards) or not any(case.is_covered for case in identifiers):
        raise DataUnusable(f"nobody in {folder} can come")
    return LoadData(folder, clients, cards, identifiers, next(iter(expected.values())).as_of, _mark(folder), former)


def _by_cover(cases: list[Case]) -> tuple[list[int], list[int]]:
    """Return the places of those who are covered on the day, and of those who are not any more."""
    covered = [place for place, case in enumerate(cases) if case.is_covered]
    return covered, [place for place, case in enumerate(cases) if not case.is_covered]


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened)


def _lines(file: Path, kind: type[_Line]) -> Iterator[tuple[int, _Line]]:
    """Yield each line, and where it begins."""
    decoder, start = msgspec.json.Decoder(kind), 0
    with file.open("rb") as opened:
        for line in opened:
            yield start, decoder.decode(line)
            start += len(line)


def _mark(folder: Path) -> str:
    """Return a digest of the clients and of the first card, which no other making of data has."""
    with (folder / CARDS).open("rb") as cards:
        return sha256((folder / "clients.csv").read_bytes() + cards.readline()).hexdigest()


def _client(row: dict[str, str]) -> Client:
    purpose = "CARE_NURSING" if row["kind"] == _NURSING else "CARE_VISIT"
    return Client(row["client_id"], row["client_secret"], row["institution_code"], purpose, row["kind"])


def _insured(row: dict[str, str], of: str = "") -> dict[str, str | None]:
    numbers = {name: row[of + name] or None for name in ("symbol", "number", "branch")}
    return {"insurer_number": row[f"{of}insurer_number"], "birthdate": row["birthdate"], **numbers}
