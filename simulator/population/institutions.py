"""Institutions of all kinds in their real shares (医療機関・薬局・訪問看護), each with a client.

How many of each: hospitals 8,122, clinics 104,894, dental clinics 66,818, pharmacies 62,828
(第75回日本統計年鑑 24-12 and 24-13, of 2023), visiting nurses about 17,000 (全国訪問看護事業協会, 2024).
Names are invented; the bodies of codes end in 9xxxx, a block that we take for unused, with right check digits. A
client's id and secret follow from the seed: they are for a simulator, and no secrets.
"""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

import numpy as np

from shared.domain.check_digit import with_check_digit
from shared.domain.roles import Role
from simulator.population.draws import Draw, Draws, chosen
from simulator.population.municipalities import municipalities, municipality_weights
from simulator.population.names import SURNAMES

MOST_INSTITUTIONS = 10_000
"""As many as have a number of their own in each prefecture."""
_FIRST = 90_000


class InstitutionKind(StrEnum):
    """What an institution is; role, fee table (点数表) and name follow from it."""

    HOSPITAL = "hospital"
    CLINIC = "clinic"
    DENTAL_CLINIC = "dental_clinic"
    PHARMACY = "pharmacy"
    NURSING = "nursing"


@dataclass(frozen=True, slots=True)
class _Form:
    there_are: int
    role: Role
    fee_table: int
    name: str


_FORMS = {
    InstitutionKind.HOSPITAL: _Form(8_122, Role.INSTITUTION, 1, "病院"),
    InstitutionKind.CLINIC: _Form(104_894, Role.INSTITUTION, 1, "クリニック"),
    InstitutionKind.DENTAL_CLINIC: _Form(66_818, Role.INSTITUTION, 3, "歯科"),
    InstitutionKind.PHARMACY: _Form(62_828, Role.PHARMACY, 4, "薬局"),
    InstitutionKind.NURSING: _Form(17_000, Role.NURSING, 6, "訪問看護ステーション"),
}


@dataclass(frozen=True, slots=True)
class NationsInstitution:
    """An institution, and the client that it calls with."""

    kind: InstitutionKind
    code: str
    name: str
    role: Role
    client_id: str
    client_secret: str


def institutions_of(seed: int, count: int) -> list[NationsInstitution]:
    """Return ``count`` institutions, the same for the same seed however many are asked for; one of each kind first."""
    kinds = list(InstitutionKind)
    draws = Draws(seed, 0)
    weights = np.array([_FORMS[kind].there_are for kind in kinds], dtype=np.float64)
    picked = chosen(draws.shares(Draw.INSTITUTION_KIND, count), weights)
    picked[: len(kinds)] = np.arange(len(kinds))[:count]
    towns = chosen(draws.shares(Draw.INSTITUTION_PLACE, count), municipality_weights())
    names = draws.below(Draw.INSTITUTION_NAME, count, len(SURNAMES))
    made = []
    for number, (kind, town, name) in enumerate(zip(picked.tolist(), towns.tolist(), names.tolist(), strict=True)):
        form = _FORMS[kinds[kind]]
        municipality = municipalities()[town]
        client_id = f"nation-{kinds[kind].value.replace('_', '-')}-{number + 1:05}"
        made.append(
            NationsInstitution(
                kinds[kind],
                with_check_digit(f"{municipality.prefecture:02}{form.fee_table}{_FIRST + number:06}"),
                f"模擬{municipality.name}{SURNAMES[name][0]}{form.name}",
                form.role,
                client_id,
                sha256(f"onshi nation {seed}/{client_id}".encode()).hexdigest()[:40],
            )
        )
    return made
