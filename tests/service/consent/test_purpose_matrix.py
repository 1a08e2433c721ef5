"""Every cell of role, purpose and kind of data, asked over HTTP: what the table says is what every asker gets.

The expected table is written out here by hand, as the law and the interface have it.
"""

import asyncio

import httpx
import pytest

from shared.domain.purposes import DataKind, PurposeOfUse
from shared.domain.roles import Role
from tests import builders
from tests.clinic import Clinic
from tests.service.consent.office import Office

ALL = frozenset(DataKind)
COVERAGE = frozenset({DataKind.COVERAGE})
BILLING = frozenset({DataKind.COVERAGE, DataKind.LIMIT_CERTIFICATE, DataKind.SPECIFIC_DISEASE})
PROVIDERS = ("institution", "pharmacy", "nursing")

OPENS: dict[str, dict[str, frozenset[DataKind]]] = {
    "CARE_VISIT": {"institution": ALL, "pharmacy": ALL, "reader": ALL, "limited": COVERAGE},
    "CARE_NURSING": {"nursing": ALL, "reader": ALL},
    "CARE_ONLINE": {"institution": ALL, "pharmacy": ALL},
    "CARE_HOME_RECHECK": dict.fromkeys(PROVIDERS, ALL),
    "EMERGENCY": {"institution": ALL},
    "DISASTER_READ": dict.fromkeys(PROVIDERS, ALL),
    "BULK_PRECHECK": dict.fromkeys(PROVIDERS, COVERAGE),
    "CLAIM": dict.fromkeys(PROVIDERS, BILLING),
    "REVIEW": {"review": BILLING},
    "INSURER": {"insurer": BILLING},
    "PUBLIC_ASSIST": {"welfare": COVERAGE, **dict.fromkeys(PROVIDERS, BILLING)},
    **{
        purpose: {}
        for purpose in (
            *("EMPLOYER_PROC", "MUNI_SUBSIDY", "IDENTITY", "EMPLOY_CONTRACT", "PRIVATE_INS", "MARKETING"),
            *("DATABASE", "RESEARCH", "FAMILY", "STAFF_CURIOSITY"),
        )
    },
}
ON_PAPER_ONLY = {"EMPLOYER_PROC", "MUNI_SUBSIDY"}
ASKERS = [*(role.value for role in Role), "other"]
CHECKING = [
    *(Role.INSTITUTION, Role.PHARMACY, Role.NURSING, Role.LIMITED, Role.READER),
    *(Role.INSURER, Role.MUNICIPALITY, Role.REVIEW, Role.WELFARE, Role.EMPLOYER),
]
BY_NUMBER = {
    "CARE_VISIT",
    "CARE_NURSING",
    "CARE_ONLINE",
    "CLAIM",
    "BULK_PRECHECK",
    "REVIEW",
    "INSURER",
    "PUBLIC_ASSIST",
}
"""Purposes that a number alone may be asked for, nothing else being needed."""
IDENTIFIERS = {"insurer_number": "02999918", "symbol": "シミュ-1", "number": "1024", "birthdate": "1985-04-12"}


def refusal_of(purpose: str, asker: str) -> str | None:
    if asker in OPENS[purpose]:
        return None
    if OPENS[purpose]:
        return "purpose-not-for-this-role"
    return "purpose-no-online-answer" if purpose in ON_PAPER_ONLY else "purpose-prohibited"


def test_every_purpose_stands_in_the_table() -> None:
    assert set(OPENS) == {purpose.value for purpose in PurposeOfUse}


async def test_every_cell_is_explained_as_the_table_says(office: Office) -> None:
    async def ask(purpose: str, asker: str) -> tuple[frozenset[str], frozenset[str], str | None]:
        body = {"purpose": purpose, "role": asker, "data_kinds": sorted(ALL)}
        verdict = (await office.post("/v1/purpose-checks", body)).json()
        return (
            frozenset(verdict["open_kinds"]),
            frozenset(verdict["closed_kinds"]),
            (verdict["refusal"] or {}).get("code"),
        )

    for purpose, opens in OPENS.items():
        told = await asyncio.gather(*(ask(purpose, asker) for asker in ASKERS))
        for asker, (opened, closed, refusal) in zip(ASKERS, told, strict=True):
            expected = opens.get(asker, frozenset())
            assert (opened, closed) == (expected, ALL - expected), (purpose, asker)
            assert refusal == refusal_of(purpose, asker), (purpose, asker)


@pytest.mark.parametrize("role", CHECKING)
async def test_every_role_that_checks_gets_what_the_table_says(clinic: Clinic, role: Role) -> None:
    await clinic.publish(builders.person())

    async def ask(purpose: str) -> httpx.Response:
        body = {"insured": IDENTIFIERS, "purpose": purpose, "limit_certificate_consent": True}
        at_an_institution = role in {"institution", "pharmacy", "nursing", "limited", "reader"}
        return await clinic.check(body, role=role, institution="9910000018" if at_an_institution else None)

    answers = await asyncio.gather(*(ask(purpose) for purpose in OPENS))

    for purpose, answer in zip(OPENS, answers, strict=True):
        document = answer.json()
        assert answer.status_code == 200, (purpose, answer.text)
        kinds = OPENS[purpose].get(role.value)
        if kinds is None:
            assert document["refusal"]["code"] == refusal_of(purpose, role.value), purpose
        elif purpose in BY_NUMBER:
            assert document["validity"] == "valid", purpose
            has_limit = document["results"][0]["limit_certificate"] is not None
            assert has_limit == (DataKind.LIMIT_CERTIFICATE in kinds), purpose
        else:
            expected = {
                "CARE_HOME_RECHECK": "purpose-needs-card-check",
                "EMERGENCY": "purpose-not-by-this-method",
                "DISASTER_READ": "purpose-not-opened",
            }
            assert document["refusal"]["code"] == expected[purpose], purpose
        if document["outcome"] == "refused":
            assert (document["results"], document["validity"]) == ([], None), purpose
            assert "02999918" not in answer.text


async def test_home_care_is_asked_again_only_where_the_card_was_read_before(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    body = {"insured": IDENTIFIERS, "purpose": "CARE_HOME_RECHECK"}

    before = (await clinic.check(body)).json()
    await clinic.check_by_card(card)
    after = (await clinic.check(body)).json()
    elsewhere = (await clinic.check(body, institution="9910000026")).json()

    assert before["refusal"]["code"] == "purpose-needs-card-check"
    assert after["validity"] == "valid"
    assert elsewhere["refusal"]["code"] == "purpose-needs-card-check"
