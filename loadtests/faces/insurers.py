"""An insurer that writes: a person and a coverage registered, the coverage corrected, and seen by a clinic at once."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from loadtests.could_not_start import CouldNotStart
from loadtests.faces.face import Face, Surroundings
from loadtests.receptions.asking import ask, member_is
from loadtests.receptions.cases import complaint
from loadtests.receptions.data import Client
from loadtests.receptions.desks import Desk
from loadtests.receptions.turns import Turn

DEFAULT = "insurer:insurer-development-secret:06139018"
"""模擬健康保険組合 of every simulated world."""
_CREATED, _OK = 201, 200
_PARTS = 3
_COVERED_FOR_DAYS = 30


class Insurers(Face):
    """The insurer of ``--insurer CLIENT:SECRET:NUMBER``; each turn is somebody new."""

    name = "insurers"
    rows = ("person registered", "coverage registered", "coverage corrected", "check of the newly insured")

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        client, secret, self._number = _parts(around.options)
        self._insurer = Desk(Client(client, secret, "", ""))

    @classmethod
    def institutions(cls, data: Any, options: Any) -> range:
        """All: any of them may see who was registered."""
        _parts(options)
        return range(len(data.clients))

    def prepare(self, turn: Turn) -> dict[str, Any] | None:
        """Invent somebody."""
        has_tokens = self._insurer.has_token(self.around.http) and self.around.desk(turn).has_token(self.around.http)
        return member(self.around.options.seed, turn.number, self._number, self.around.data.day) if has_tokens else None

    def act(self, turn: Turn, prepared: dict[str, Any], late_ms: float) -> None:
        """Register, correct, and look."""
        http, headers = self.around.http, self._insurer.headers
        person, coverage, corrected = prepared["person"], prepared["coverage"], prepared["correction"]
        register = member_is(_CREATED, person_id=person["person_id"])
        path, rows = "/registry/v1/persons", self.rows
        if ask(http, "POST", path, rows[0], register, late_ms=late_ms, json=person, headers=headers) is None:
            return
        path, register = "/registry/v1/coverages", member_is(_CREATED, coverage_id=coverage["coverage_id"])
        if ask(http, "POST", path, rows[1], register, json=coverage, headers=headers) is None:
            return
        path = f"/registry/v1/coverages/{coverage['coverage_id']}/corrections"
        correct = member_is(_OK, **corrected)
        if ask(http, "POST", path, rows[2], correct, json=corrected, headers=headers) is None:
            return
        body = {"insured": prepared["insured"], "purpose": self.around.client(turn).purpose}

        def judge(status: int, document: Mapping[str, Any]) -> str | None:
            return complaint({"validity": "valid"}, status, document)

        ask(http, "POST", "/eligibility/v1/checks", rows[3], judge, json=body, headers=self.around.desk(turn).headers)


def member(seed: int, number: int, insurer_number: str, day: str) -> dict[str, Any]:
    """Return the bodies about the member of one turn: the same for the same arguments, and like nobody else's."""
    source, today = random.Random(f"{seed} {number}"), date.fromisoformat(day)
    born = date(1960, 1, 1) + timedelta(days=source.randrange(14_000))
    person_id, coverage_id = (str(uuid5(NAMESPACE_OID, f"load {what} {seed} {number}")) for what in ("person", "cover"))
    numbers = {"insurer_number": insurer_number, "symbol": f"負荷{seed}", "number": str(number + 1), "branch": "00"}
    return {
        "person": {
            "person_id": person_id,
            "name": "負荷　試",
            "name_kana": "ﾌｶ ﾀﾒｼ",
            "sex": source.choice(("male", "female")),
            "birthdate": str(born),
        },
        "coverage": {
            "coverage_id": coverage_id,
            "person_id": person_id,
            **numbers,
            "relationship": "self",
            "acquired_on": str(today - timedelta(days=_COVERED_FOR_DAYS)),
        },
        "correction": {"acquired_on": str(today - timedelta(days=_COVERED_FOR_DAYS + 1))},
        "insured": {**numbers, "birthdate": str(born)},
    }


def _parts(options: Any) -> list[str]:
    parts = str(options.insurer).split(":")
    if len(parts) != _PARTS:
        raise CouldNotStart("--insurer is CLIENT:SECRET:NUMBER")
    return parts
