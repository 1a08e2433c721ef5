"""Every cell of role, purpose and kind of data, asked over HTTP: what the table says is what every asker gets.

The expected table is written out here by hand, as the law and the interface have it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from shared.domain.identifiers import InsurerNumber
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.domain.roles import Role
from tests import benefits, builders
from tests.clinic import Clinic
from tests.service.consent.office import Office

ALL = frozenset(DataKind)
COVERAGE = frozenset({DataKind.COVERAGE})
WITH_LIMIT = frozenset({DataKind.COVERAGE, DataKind.LIMIT_CERTIFICATE})
BILLING = WITH_LIMIT | {DataKind.SPECIFIC_DISEASE}
MEDICAL = ALL - BILLING
PROVIDERS = ("institution", "pharmacy", "nursing")

OPENS: dict[str, dict[str, frozenset[DataKind]]] = {
    "CARE_VISIT": {"institution": ALL, "pharmacy": ALL, "reader": ALL, "limited": COVERAGE},
    "CARE_NURSING": {"nursing": ALL, "reader": ALL},
    "CARE_HOME": {**dict.fromkeys(PROVIDERS, ALL), "reader": ALL},
    "CARE_ONLINE": {"institution": ALL, "pharmacy": ALL},
    "CARE_HOME_RECHECK": dict.fromkeys(PROVIDERS, ALL),
    "EMERGENCY": {"institution": ALL, "reader": ALL},
    "DISASTER_READ": dict.fromkeys(PROVIDERS, ALL),
    "BULK_PRECHECK": dict.fromkeys(PROVIDERS, COVERAGE),
    "CLAIM": dict.fromkeys(PROVIDERS, WITH_LIMIT),
    "REVIEW": {"review": WITH_LIMIT},
    "INSURER": {"insurer": WITH_LIMIT},
    "PUBLIC_ASSIST": {"welfare": COVERAGE, **dict.fromkeys(PROVIDERS, BILLING)},
    **{
        purpose: {}
        for purpose in (
            "EMPLOYER_PROC",
            "MUNI_SUBSIDY",
            "IDENTITY",
            "EMPLOY_CONTRACT",
            "PRIVATE_INS",
            "MARKETING",
            "DATABASE",
            "RESEARCH",
            "FAMILY",
            "STAFF_CURIOSITY",
        )
    },
}
ON_PAPER_ONLY = {"EMPLOYER_PROC", "MUNI_SUBSIDY"}
ASKERS = [*(role.value for role in Role), "other"]
CHECKING = [
    Role.INSTITUTION,
    Role.PHARMACY,
    Role.NURSING,
    Role.LIMITED,
    Role.READER,
    Role.INSURER,
    Role.MUNICIPALITY,
    Role.REVIEW,
    Role.WELFARE,
    Role.EMPLOYER,
]
AT_AN_INSTITUTION = {"institution", "pharmacy", "nursing", "limited", "reader"}
BY_CARD = dict.fromkeys(("CARE_VISIT", "CARE_NURSING", "CARE_HOME", "CARE_ONLINE", "EMERGENCY", "PUBLIC_ASSIST"), ALL)
BY_NUMBER = {
    **dict.fromkeys(("CARE_VISIT", "CARE_NURSING", "CARE_ONLINE", "CARE_HOME_RECHECK", "PUBLIC_ASSIST"), BILLING),
    **dict.fromkeys(("REVIEW", "INSURER"), WITH_LIMIT),
    **dict.fromkeys(("CLAIM", "BULK_PRECHECK"), COVERAGE),
    "DISASTER_READ": ALL,
}
BY_NAME = dict.fromkeys(("EMERGENCY", "DISASTER_READ"), COVERAGE | MEDICAL)
AGAIN = dict.fromkeys(("CARE_HOME_RECHECK", "CARE_ONLINE", "CLAIM"), WITH_LIMIT)
"""By each way of asking what it can show of what the purpose opens, with every consent that can be had in that way."""
IDENTIFIERS = {"insurer_number": "02999918", "symbol": "シミュ-1", "number": "1024", "birthdate": "1985-04-12"}
NAMES = {
    "name": "模擬 花子",
    "name_kana": "モギハナコ",
    "birthdate": "1985-04-12",
    "sex": "female",
    "address": "模擬県仮想市一丁目１番１号",
}
SICK = builders.person(builders.coverage(specific_disease_certificates=(benefits.disease_certificate(),)))


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


def caller_of(role: Role) -> dict[str, Any]:
    at_an_institution = role.value in AT_AN_INSTITUTION
    own = {"insurer_number": InsurerNumber("02999918")} if role is Role.INSURER else {}
    return {"role": role, "institution": "9910000018" if at_an_institution else None, **own}


def opened_in(answer: dict[str, Any]) -> set[str]:
    """Every kind of data that an answer shows or opens."""
    opened = set()
    for result in answer["results"]:
        opened.add("coverage")
        opened |= {"limit_certificate"} if result["limit_certificate"] is not None else set()
        opened |= {"specific_disease"} if result["specific_disease_certificates"] else set()
        opened |= {
            kind
            for kind, consent in result["consents"].items()
            if consent["state"] in ("given", "unobtainable") and kind != "specific_disease"
        }
    return opened


Asking = Callable[[str], Awaitable[httpx.Response]]


async def ways_of(clinic: Clinic, role: Role) -> dict[str, tuple[Asking, dict[str, frozenset[DataKind]]]]:
    """Every way in which a role can ask, and what each opens at best."""
    card = clinic.card()
    await clinic.publish(SICK, card)
    await clinic.open_to("EMERGENCY")
    await clinic.open_to("DISASTER_READ")
    earlier = (await clinic.check_by_card(card)).json()["check_id"]
    caller = caller_of(role)
    ticks = {"limit_certificate_consent": True, "specific_disease_consent": True}

    async def by_card(purpose: str) -> httpx.Response:
        consents = sorted(ALL - COVERAGE)
        proof = await clinic.sign(card, purpose=purpose, consents=consents)
        return await clinic.check({"presence_proof": proof}, **caller)

    async def by_number(purpose: str) -> httpx.Response:
        return await clinic.check({"insured": IDENTIFIERS, "purpose": purpose, **ticks}, **caller)

    async def by_name(purpose: str) -> httpx.Response:
        return await clinic.check({"demographics": NAMES, "purpose": purpose}, **caller)

    async def again(purpose: str) -> httpx.Response:
        return await clinic.check({"recheck_of": earlier, "purpose": purpose}, **caller)

    if role.value not in AT_AN_INSTITUTION:
        return {"number": (by_number, BY_NUMBER)}
    return {
        "card": (by_card, BY_CARD),
        "number": (by_number, BY_NUMBER),
        "name": (by_name, BY_NAME),
        "again": (again, AGAIN),
    }


@pytest.mark.parametrize("role", CHECKING)
async def test_every_cell_goes_through_a_real_check_in_every_way(clinic: Clinic, role: Role) -> None:
    for way, (ask, shows) in (await ways_of(clinic, role)).items():
        for purpose, opens in OPENS.items():
            answer = await ask(purpose)
            document, cell = answer.json(), (way, purpose)
            assert answer.status_code == 200, (cell, answer.text)
            kinds = opens.get(role.value)
            if kinds is not None and purpose in shows:
                assert document["validity"] == "valid", cell
                assert opened_in(document) == kinds & shows[purpose], cell
                continue
            expected = "purpose-not-by-this-method" if kinds is not None else refusal_of(purpose, role.value)
            assert document["refusal"]["code"] == expected, cell
            assert (document["outcome"], document["results"], document["validity"]) == ("refused", [], None), cell
            assert "02999918" not in answer.text


async def test_what_must_be_opened_or_have_happened_before(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(SICK, card)
    by_number = {
        purpose: (await clinic.check({"insured": IDENTIFIERS, "purpose": purpose})).json()["refusal"]["code"]
        for purpose in ("CARE_HOME_RECHECK", "DISASTER_READ")
    }
    by_card = (await clinic.check_by_card(card, purpose="EMERGENCY")).json()["refusal"]["code"]
    assert by_number == {"CARE_HOME_RECHECK": "purpose-needs-card-check", "DISASTER_READ": "purpose-not-opened"}
    assert by_card == "purpose-needs-emergency-authority"


async def test_an_insurer_is_answered_about_its_own_members_only(clinic: Clinic) -> None:
    """A bug: any insurer read everybody's members, with a consent that it ticked itself."""
    await clinic.publish(SICK)
    body = {
        "insured": IDENTIFIERS,
        "purpose": "INSURER",
        "limit_certificate_consent": True,
        "specific_disease_consent": True,
    }

    async def ask(**own: Any) -> dict[str, Any]:
        answer: dict[str, Any] = (await clinic.check(body, role=Role.INSURER, institution=None, **own)).json()
        return answer

    foreign = await ask(insurer_number=InsurerNumber("06139018"))
    nobodys = await ask()
    (mine,) = (await ask(insurer_number=InsurerNumber("02999918")))["results"]

    for answer in (foreign, nobodys):
        assert (answer["refusal"]["code"], answer["results"]) == ("purpose-not-for-this-insurer", [])
    assert (mine["limit"]["consent"], mine["limit"]["consented_at"]) == ("not_needed", None)
    assert (mine["limit_certificate"]["label"], mine["specific_disease_certificates"], mine["consents"]) == (
        "ウ",
        [],
        {},
    )
    refused, _, answered = await clinic.records()
    assert (refused["person_id"], refused["code"]) == (None, "purpose-not-for-this-insurer")
    assert (answered["kinds"], answered["chosen_consents"]) == (["coverage", "limit_certificate"], [])


@pytest.mark.parametrize(
    ("role", "purpose", "opens"),
    [
        (Role.INSTITUTION, "CARE_VISIT", True),
        (Role.PHARMACY, "CARE_VISIT", True),
        (Role.NURSING, "CARE_NURSING", True),
        (Role.LIMITED, "CARE_VISIT", False),
        (Role.READER, "CARE_VISIT", False),
    ],
)
async def test_who_reads_what_lies_behind_a_consent(clinic: Clinic, role: Role, purpose: str, opens: bool) -> None:
    card = clinic.card()
    await clinic.publish(SICK, card)
    proof = await clinic.sign(card, purpose=purpose, consents=sorted(MEDICAL))
    check_id = (await clinic.check({"presence_proof": proof}, role=role)).json()["check_id"]

    answers = {
        kind: await clinic.http.get(f"/v1/medical-records/{check_id}/{kind}", headers=clinic.headers(role=role))
        for kind in sorted(MEDICAL)
    }

    assert {kind: answer.status_code for kind, answer in answers.items()} == dict.fromkeys(
        MEDICAL, 200 if opens else 403
    )


async def test_a_reader_reads_again_what_it_asked_itself_and_nothing_else(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(SICK, card)
    at_desk = (await clinic.check_by_card(card)).json()["check_id"]
    lost = (await clinic.check({"presence_proof": await clinic.sign(card)}, role=Role.READER)).json()["check_id"]

    async def again(check_id: str) -> int:
        answer = await clinic.http.get(f"/v1/checks/{check_id}", headers=clinic.headers(role=Role.READER))
        return answer.status_code

    assert (await again(lost), await again(at_desk)) == (200, 404)


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
