"""Whatever a caller sends is answered or refused: no operation of any service fails by it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from services.controls.app import create_app as create_controls
from services.jpki.app import create_app as create_jpki
from services.registry.app import create_app as create_registry
from shared.domain.identifiers import InsurerNumber
from shared.domain.roles import GRANTABLE, Role, Scope
from shared.sim.personas.cast import personas
from shared.web.edge import Edge
from tests import builders
from tests.clinic import INSTITUTION, Clinic
from tests.service.consent.office import office_beside
from tests.service.eligibility.test_bulk import hand_in
from tests.service.eligibility.test_checks import INSURED, by_identifier
from tests.service.registry_desk import COVERAGE, PERSON, SOCIETY, write_token_key
from tests.service.walk import Asker, Findings, Walk
from tests.worlds import TODAY, TestDatabase, serving

FIRST = (Role.OPERATOR, Role.INSTITUTION, Role.INSURER, Role.MUNICIPALITY)
"""Who asks, where several may: who sees most."""


def callers(clinic: Clinic) -> list[Asker]:
    """A caller of each role, with all that the role may have."""
    found = []
    for role in sorted(
        GRANTABLE.keys() - {Role.PATIENT}, key=lambda role: FIRST.index(role) if role in FIRST else len(FIRST)
    ):
        is_insurer = role in (Role.INSURER, Role.MUNICIPALITY, Role.WELFARE)
        stands_for: dict[str, Any] = {"institution": None if is_insurer or role is Role.OPERATOR else INSTITUTION}
        if is_insurer:
            stands_for["insurer_number"] = InsurerNumber(SOCIETY["insurer_number"])
        scopes = frozenset(scope.value for scope in GRANTABLE[role])
        found.append(Asker(role.value, scopes, clinic.headers(role=role, **stands_for)))
    return found


def held(findings: Findings, at_least: int) -> None:
    assert findings.faults == {}
    assert findings.never_reached() == []
    assert findings.sent > at_least


async def test_eligibility(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    await clinic.open_to("EMERGENCY")
    check = (await clinic.check(by_identifier())).json()
    known = {"check_id": check["check_id"], "reception_number": await hand_in(clinic, INSURED)}
    who = {
        "name": "見本　花子",
        "name_kana": "ミホン　ハナコ",
        "birthdate": "1985-04-12",
        "sex": "female",
        "address": "東京都",
    }
    of_check, of_person = {"check_id": check["check_id"]}, {"insured": INSURED}
    bodies = {
        "POST /v1/checks": [
            by_identifier(),
            {"demographics": who, "purpose": "EMERGENCY"},
            {"recheck_of": check["check_id"], "purpose": "CLAIM"},
            {"presence_proof": await clinic.sign(clinic.card())},
        ],
        "PUT /v1/reference-numbers": [{"reference_number": "P-1", **named} for named in (of_check, of_person)],
        "POST /v1/reference-numbers/bulk": [{"items": [{"reference_number": "P-1", **of_person}]}],
    }
    held(await Walk(clinic.http, callers(clinic), known, bodies).run(), at_least=1_500)


async def test_consent(clinic: Clinic, database: TestDatabase) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    check = (await clinic.check_by_card(card, consents=["medication"])).json()
    async with office_beside(clinic, database) as office:
        await office.publish_institution()
        patient = Asker(Role.PATIENT.value, frozenset({Scope.CONSENT_READ.value}), await office.me(card))
        known = {"check_id": check["check_id"]}
        opened = {"opened_at": "2026-11-20T09:00:00+09:00", "ends_at": "2027-11-20T09:00:00+09:00"}
        bodies = {
            "POST /v1/consents": [{"check_id": check["check_id"], "kinds": ["limit_certificate"], "channel": "desk"}],
            "POST /v1/openings": [{"purpose": "DISASTER_READ", "institution_codes": [INSTITUTION], **opened}],
            "POST /v1/purpose-checks": [{"purpose": "CARE_VISIT", "role": "institution", "data_kinds": ["medication"]}],
        }
        held(await Walk(office.http, [*callers(clinic), patient], known, bodies).run(), at_least=1_000)


async def test_registry(clinic: Clinic, database: TestDatabase, tmp_path: Path) -> None:
    app = create_registry(database.settings(token_key_file=write_token_key(tmp_path)))
    async with serving(Edge(app)) as http:
        askers = callers(clinic)
        await _enrol(http, {asker.role: asker.headers for asker in askers})
        known = {
            "insurer_number": SOCIETY["insurer_number"],
            "person_id": PERSON["person_id"],
            "coverage_id": COVERAGE["coverage_id"],
        }
        held(await Walk(http, askers, known).run(), at_least=3_000)


async def _enrol(http: httpx.AsyncClient, headers: Mapping[str, Mapping[str, str]]) -> None:
    insurer, operator = headers[Role.INSURER.value], headers[Role.OPERATOR.value]
    for path, body, caller in (
        ("/v1/insurers", SOCIETY, operator),
        ("/v1/persons", PERSON, insurer),
        ("/v1/coverages", COVERAGE, insurer),
    ):
        answer = await http.post(path, json=body, headers=caller)
        assert answer.status_code == 201, answer.text


async def test_controls() -> None:
    people = personas(1, TODAY)
    async with serving(Edge(create_controls(TODAY, people))) as http:
        held(await Walk(http, [], {"persona_id": people[0].id}).run(), at_least=50)


async def test_jpki(database: TestDatabase) -> None:
    async with serving(Edge(create_jpki(database.settings()))) as http:
        card = (await http.post("/v1/cards", json={"birthdate": "1980-02-17", "pin": "1234"})).json()
        held(await Walk(http, [], {"card_id": card["card_id"]}).run(), at_least=500)
