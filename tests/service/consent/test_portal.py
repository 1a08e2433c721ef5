"""The patient's own view: signing in with the card, and what it shows and hides."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from shared.domain.codes import LimitCategory, LimitCertificateKind
from shared.domain.identifiers import InsurerNumber
from shared.domain.roles import Role
from shared.domain.world_life import WorldLife
from tests import builders
from tests.clinic import Card, Clinic
from tests.service.consent.office import Office, office_beside
from tests.worlds import CLOCK, WITHIN_S, TestDatabase

PATHS = ["eligibility", "disclosures", "consents", "card-registration", "medical-expenses"]


async def patient(office: Office, **more: Any) -> Card:
    card = office.clinic.card()
    await office.clinic.publish(builders.person(**more), card)
    return card


def code(answer: Any) -> str:
    return str(answer.json()["type"]).removeprefix("urn:onshi:problem:")


async def test_a_patient_sees_their_insurance(office: Office) -> None:
    me = await office.me(await patient(office))

    seen = (await office.http.get("/v1/me/eligibility", headers=me)).json()

    assert (seen["name"], seen["birthdate"], seen["address"]) == (
        "模擬　花子",
        "1985-04-12",
        "模擬県仮想市一丁目1番1号",
    )
    assert [(each["insurer_number"], each["number"], each["is_current"]) for each in seen["coverages"]] == [
        ("02999918", "1024", True)
    ]
    assert seen["coverages"][0]["limit_label"] == "ウ"


@pytest.mark.parametrize(
    ("birthdate", "certificates", "label"),
    [
        # 70 on 9 September 2026: from October on the categories below 70 are over, whatever was registered.
        ("1956-09-10", [("limit", "A01", "2026-08-01")], None),
        # A certificate about meals alone, issued later, hides no limit.
        ("1985-04-12", [("limit", "A01", "2026-08-01"), ("meals", "A05", "2026-09-01")], "ア"),
    ],
)
async def test_the_portal_shows_the_limit_that_a_check_shows(
    office: Office, birthdate: str, certificates: list[tuple[str, str, str]], label: str | None
) -> None:
    held = tuple(
        builders.limit_certificate(
            certificate_id=f"0190a000-0000-7000-8000-00000000020{number}",
            kind=LimitCertificateKind(kind),
            category=LimitCategory(category),
            issued_on=date.fromisoformat(since),
            valid_from=date.fromisoformat(since),
            valid_to=date(2027, 7, 31),
        )
        for number, (kind, category, since) in enumerate(certificates)
    )
    born, covered = date.fromisoformat(birthdate), builders.coverage(limit_certificates=held)
    card = await patient(office, birthdate=born, coverages=(covered,))

    seen = (await office.http.get("/v1/me/eligibility", headers=await office.me(card))).json()
    checked = (await office.clinic.check_by_card(card)).json()["results"][0]["limit_certificate"]

    assert seen["coverages"][0]["limit_label"] == label
    assert (None if checked is None else checked["label"]) == label


async def test_a_patient_sees_each_look_at_their_data(office: Office) -> None:
    await office.publish_institution()
    card = await patient(office)
    check_id = await office.checked(card, consents=["medication"])
    await office.clinic.http.get(f"/v1/medical-records/{check_id}/medication", headers=office.clinic.headers())
    me = await office.me(card)

    first = (await office.http.get("/v1/me/disclosures?limit=1", headers=me)).json()
    rest = (await office.http.get(f"/v1/me/disclosures?cursor={first['next_cursor']}", headers=me)).json()

    items = first["items"] + rest["items"]
    assert [(item["institution_name"], item["purpose_ja"], item["kinds"]) for item in items] == [
        ("模擬医院", "来院患者の資格確認", ["medication"]),
        ("模擬医院", "来院患者の資格確認", ["coverage", "limit_certificate", "medication"]),
    ]
    assert rest["next_cursor"] is None


async def test_a_patient_sees_which_insurer_or_office_looked(office: Office) -> None:
    card, clinic = await patient(office), office.clinic
    identifiers = {"insurer_number": "02999918", "symbol": "シミュ-1", "number": "1024", "birthdate": "1985-04-12"}
    for role, purpose, own in (
        (Role.INSURER, "INSURER", {"insurer_number": InsurerNumber("02999918")}),
        (Role.REVIEW, "REVIEW", {}),
        (Role.WELFARE, "PUBLIC_ASSIST", {}),
    ):
        answer = await clinic.check({"insured": identifiers, "purpose": purpose}, role=role, institution=None, **own)
        assert answer.json()["outcome"] == "answered", answer.text

    items = (await office.http.get("/v1/me/disclosures", headers=await office.me(card))).json()["items"]

    names = ("role", "role_ja", "institution_code", "insurer_number", "insurer_name")
    assert [tuple(item[name] for name in names) for item in items] == [
        ("welfare", "福祉事務所", None, None, None),
        ("review", "審査支払機関", None, None, None),
        ("insurer", "保険者", None, "02999918", "模擬健康保険組合"),
    ]


async def test_no_cache_keeps_what_a_patient_saw(office: Office) -> None:
    me = await office.me(await patient(office))
    for path in PATHS:
        assert (await office.http.get(f"/v1/me/{path}", headers=me)).headers["Cache-Control"] == "no-store", path


async def test_a_session_ends_with_the_card_that_opened_it(office: Office) -> None:
    revoked, handed_in = await patient(office), office.clinic.card()
    other = builders.coverage(coverage_id="0190a000-0000-7000-8000-000000000102", number="2048")
    await office.clinic.publish(builders.person(other, person_id="0190a000-0000-7000-8000-000000000002"), handed_in)
    sessions = [await office.me(card) for card in (revoked, handed_in)]

    await office.clinic.revoke(revoked)
    await office.clinic.admin.execute(
        "UPDATE registry_published.card_certificates SET known_to = $1 WHERE person_id = $2",
        CLOCK.now(),
        "0190a000-0000-7000-8000-000000000002",
    )

    for me in sessions:
        assert code(await office.http.get("/v1/me/eligibility", headers=me)) == "token-invalid"


async def test_a_patient_withdraws_what_they_agreed_to(office: Office) -> None:
    card = await patient(office)
    check_id = await office.checked(card, consents=["medication"])
    me = await office.me(card)

    (mine,) = (await office.http.get("/v1/me/consents", headers=me)).json()["items"]
    withdrawn = await office.http.post(f"/v1/me/consents/{mine['consent_id']}/withdrawal", headers=me)
    read = await office.clinic.http.get(f"/v1/medical-records/{check_id}/medication", headers=office.clinic.headers())

    assert (mine["kind"], mine["state"]) == ("medication", "given")
    assert (withdrawn.json()["state"], withdrawn.json()["withdrawal_reason"]) == ("expired", "patient")
    assert (read.status_code, code(read)) == (403, "consent-expired")


async def test_what_a_patient_agreed_to_comes_in_pages_and_whole(office: Office) -> None:
    card = await patient(office)
    made = [await office.checked(card, consents=["medication", "checkups"]) for _ in range(5)]
    me = await office.me(card)

    pages, cursor = [], ""
    while cursor is not None:
        page = (await office.http.get(f"/v1/me/consents?limit=2{cursor and '&cursor=' + cursor}", headers=me)).json()
        pages.append([item["consent_id"] for item in page["items"]])
        cursor = page["next_cursor"]

    # `limit` counts checks, each with two consents; the newest check comes first.
    assert [len(page) for page in pages] == [4, 4, 2]
    expected = [f"{check_id}.{kind}" for check_id in reversed(made) for kind in ("checkups", "medication")]
    assert [consent for page in pages for consent in page] == expected


async def test_nobody_withdraws_the_consent_of_another(office: Office) -> None:
    check_id = await office.checked(await patient(office), consents=["medication"])
    other = office.clinic.card()
    coverage = builders.coverage(coverage_id="0190a000-0000-7000-8000-000000000102", number="2048")
    await office.clinic.publish(builders.person(coverage, person_id="0190a000-0000-7000-8000-000000000002"), other)
    me = await office.me(other)
    answer = await office.http.post(f"/v1/me/consents/{check_id}.medication/withdrawal", headers=me)
    assert answer.status_code == 404


async def test_a_card_that_somebody_else_registered_is_seen_and_so_is_its_end(office: Office) -> None:
    me = await office.me(await patient(office))
    await office.clinic.admin.execute(
        "INSERT INTO registry_published.card_certificates"
        " (authority_key_id, serial_number, person_id, known_from, known_to)"
        " SELECT authority_key_id, '\\x07', person_id, '2026-11-01 00:00Z', '2026-11-02 00:00Z'"
        " FROM registry_published.card_certificates ORDER BY known_from LIMIT 1"
    )
    cards = (await office.http.get("/v1/me/card-registration", headers=me)).json()["cards"]

    assert [card["is_this_card"] for card in cards] == [False, True]
    assert cards[0]["ended_at"] == "2026-11-02T09:00:00+09:00"


async def test_the_card_is_registered_and_the_costs_are_invented(office: Office) -> None:
    me = await office.me(await patient(office))
    registration = (await office.http.get("/v1/me/card-registration", headers=me)).json()
    first = (await office.http.get("/v1/me/medical-expenses", headers=me)).json()
    second = (await office.http.get("/v1/me/medical-expenses", headers=me)).json()
    since = "2000-01-01T09:00:00+09:00"
    assert registration == {
        "is_registered": True,
        "registered_at": since,
        "cards": [{"registered_at": since, "ended_at": None, "is_this_card": True}],
    }
    assert first == second
    assert first["items"]
    assert all("2025-10" <= item["treatment_month"] <= "2026-09" for item in first["items"])
    assert all(item["paid_yen"] % 10 == 0 for item in first["items"])


async def test_for_whom_disclosure_is_stopped_nothing_tells_where_they_are(office: Office) -> None:
    card = await patient(office, address_hidden=True)
    await office.checked(card, consents=["medication"])
    me = await office.me(card)

    answers = {path: (await office.http.get(f"/v1/me/{path}", headers=me)).json() for path in PATHS}

    assert (answers["eligibility"]["address"], answers["eligibility"]["postal_code"]) == (None, None)
    for path in ("disclosures", "consents", "medical-expenses"):
        assert (answers[path]["items"], answers[path]["is_hidden"]) == ([], True), path


async def test_a_card_that_opens_nothing_about_its_holder_signs_nobody_in(office: Office) -> None:
    answer = await office.sign_in(await patient(office, self_information_blocked=True))
    assert (answer.status_code, code(answer)) == (422, "card-not-usable")


async def test_a_session_ends_when_the_flag_is_set_meanwhile(office: Office) -> None:
    me = await office.me(await patient(office))
    await office.clinic.admin.execute("UPDATE registry_published.persons SET known_to = $1", CLOCK.now())
    assert code(await office.http.get("/v1/me/eligibility", headers=me)) == "card-not-usable"


async def test_signing_out_ends_the_session_and_time_does_too(
    office: Office, clinic: Clinic, database: TestDatabase
) -> None:
    card = await patient(office)
    left, kept = await office.me(card), await office.me(card)

    assert (await office.http.delete("/v1/me/sessions", headers=left)).status_code == 204
    async with office_beside(clinic, database, timedelta(minutes=10)) as later:
        expired = await later.http.get("/v1/me/eligibility", headers=kept)

    assert code(await office.http.get("/v1/me/eligibility", headers=left)) == "token-invalid"
    assert (await office.http.get("/v1/me/eligibility", headers=kept)).status_code == 200
    assert code(expired) == "token-expired"


async def test_a_session_is_removed_a_day_after_its_end(office: Office, clinic: Clinic, database: TestDatabase) -> None:
    me = await office.me(await patient(office))
    signed_out = await office.me(await patient_of_two(office))
    assert (await office.http.delete("/v1/me/sessions", headers=signed_out)).status_code == 204

    async with office_beside(clinic, database, timedelta(hours=24)) as later:
        assert code(await later.http.get("/v1/me/eligibility", headers=me)) == "token-expired"
    assert await clinic.admin.fetchval("SELECT count(*) FROM consent.sessions") == 2
    async with office_beside(clinic, database, timedelta(hours=24, minutes=11)) as later, asyncio.timeout(WITHIN_S):
        while await clinic.admin.fetchval("SELECT count(*) FROM consent.sessions"):
            # Removed beside the requests, once the world is open.
            assert code(await later.http.get("/v1/me/eligibility", headers=me)) in {"token-expired", "token-invalid"}
    assert await clinic.admin.fetchval("SELECT count(*) FROM consent.session_ends") == 0


async def patient_of_two(office: Office) -> Card:
    other = office.clinic.card()
    coverage = builders.coverage(coverage_id="0190a000-0000-7000-8000-000000000102", number="2048")
    await office.clinic.publish(builders.person(coverage, person_id="0190a000-0000-7000-8000-000000000002"), other)
    return other


@pytest.mark.parametrize("path", PATHS)
async def test_no_client_sees_what_a_patient_sees(office: Office, path: str) -> None:
    assert code(await office.http.get(f"/v1/me/{path}")) == "token-missing"
    assert code(await office.get(f"/v1/me/{path}")) == "role-not-allowed"
    # Not even one that says it is a patient: the registry never gives such a token, and it names nobody.
    assert code(await office.get(f"/v1/me/{path}", role=Role.PATIENT, institution=None)) == "role-not-allowed"
    invented = {"Authorization": "Bearer onshi-patient_invented"}
    assert code(await office.http.get(f"/v1/me/{path}", headers=invented)) == "token-invalid"
    earlier = {"Authorization": f"Bearer onshi-patient_{WorldLife('default', 2).tag.hex()}_invented"}
    assert code(await office.http.get(f"/v1/me/{path}", headers=earlier)) == "world-mismatch"


async def test_a_patients_token_opens_nothing_else(office: Office) -> None:
    me = await office.me(await patient(office))
    for path in ("/v1/consents", "/v1/disclosures", "/v1/purposes", "/v1/openings"):
        assert code(await office.http.get(path, headers=me)) == "token-invalid"
    assert code(await office.clinic.http.get("/v1/checks", headers=me)) == "token-invalid"


@pytest.mark.parametrize(
    ("claims", "refusal"),
    [
        ({"aud": "onshi-eligibility"}, "proof-mismatch"),
        ({"institution": "9910000018"}, "proof-mismatch"),
        ({"holder_verification": "face"}, "proof-mismatch"),
        ({"iat": 1_700_000_000}, "proof-mismatch"),
        ({"nonce": "x"}, "nonce-unknown"),
    ],
)
async def test_a_proof_for_something_else_signs_nobody_in(office: Office, claims: dict[str, Any], refusal: str) -> None:
    answer = await office.sign_in(await patient(office), **claims)
    assert code(answer) == refusal, answer.text


async def test_a_nonce_of_a_check_is_none_of_the_portals(office: Office) -> None:
    answer = await office.sign_in(await patient(office), nonce=await office.clinic.nonce())
    assert code(answer) == "nonce-unknown"


async def test_a_proof_signs_in_once_however_often_it_is_sent(office: Office) -> None:
    card = await patient(office)
    nonce = (await office.http.post("/v1/me/challenges")).json()["nonce"]
    answers = await asyncio.gather(*(office.sign_in(card, nonce=nonce) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409, 409]


async def test_cards_that_fail_elsewhere_fail_here(office: Office) -> None:
    clinic = office.clinic
    unregistered, revoked = clinic.card(), await patient(office)
    await clinic.revoke(revoked)
    now = CLOCK.now().replace(microsecond=0)
    in_grace = clinic.card(not_before=now - timedelta(days=400), not_after=now - timedelta(days=10))
    other_key = Card(clinic.card_key, clinic.card(public_key=_other_key()).certificate)

    assert code(await office.sign_in(unregistered)) == "card-not-registered"
    assert code(await office.sign_in(revoked)) == "certificate-revoked"
    assert code(await office.sign_in(in_grace)) == "certificate-expired"
    assert code(await office.sign_in(other_key)) == "signature-invalid"


def _other_key() -> Any:
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 - slow to make, used once

    return rsa.generate_private_key(65537, 2048).public_key()
