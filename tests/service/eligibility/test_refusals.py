"""Every refusal of a check, provoked over HTTP, in the order in which they outrank each other."""

import asyncio
from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from services.jpki.authority.rules.generations import Authority, make_authority
from services.jpki.authority.rules.profile import CaKind
from shared.domain.identifiers import InstitutionCode
from shared.domain.roles import Role
from shared.domain.world_life import WorldLife
from shared.pki.nonce import NonceMint
from shared.pki.profile import SIGNATURE_POLICY
from tests import builders
from tests.clinic import INSTITUTION, Clinic, clinic_at
from tests.worlds import CLOCK, TODAY, TestDatabase

BY_IDENTIFIER = {
    "insured": {"insurer_number": "02999918", "symbol": "1", "number": "1", "birthdate": "1985-04-12"},
    "purpose": "CARE_VISIT",
}


WEAK_KEY = rsa.generate_private_key(65537, 1024)  # noqa: S505 - weak on purpose: it must be refused


def refused(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Hold an answer against the form that every refusal has, and return it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["type"] == f"urn:onshi:problem:{code}"
    assert problem["status"] == status
    for member in ("title", "title_ja", "detail", "detail_ja", "next_step"):
        assert problem[member]
    assert problem["instance"] == "/v1/checks"
    assert problem["retryable"] in (True, False)
    return problem


# Who is calling


async def test_a_check_without_a_token_is_refused(clinic: Clinic) -> None:
    answer = await clinic.http.post("/v1/checks", json=BY_IDENTIFIER)

    refused(answer, 401, "token-missing")
    assert answer.headers["www-authenticate"] == 'Bearer realm="onshi"'


@pytest.mark.parametrize("token", ["x", "a.b.c", "é"])
async def test_a_text_that_is_no_token_is_refused(clinic: Clinic, token: str) -> None:
    headers = [(b"authorization", b"Bearer " + token.encode("latin-1"))]
    refused(await clinic.http.post("/v1/checks", json=BY_IDENTIFIER, headers=headers), 401, "token-invalid")


async def test_a_token_that_was_changed_is_refused(clinic: Clinic) -> None:
    head, claims, signature = clinic.token(role=Role.LIMITED).split(".")
    stronger = claims.replace(claims[10], "A" if claims[10] != "A" else "B")
    headers = {"Authorization": f"Bearer {head}.{stronger}.{signature}"}
    refused(await clinic.http.post("/v1/checks", json=BY_IDENTIFIER, headers=headers), 401, "token-invalid")


async def test_a_token_without_algorithm_is_refused(clinic: Clinic) -> None:
    claims = clinic.token().split(".")[1]
    head = urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    headers = {"Authorization": f"Bearer {head}.{claims}."}
    refused(await clinic.http.post("/v1/checks", json=BY_IDENTIFIER, headers=headers), 401, "token-invalid")


async def test_a_token_that_is_over_is_refused(clinic: Clinic) -> None:
    answer = await clinic.check(BY_IDENTIFIER, expires_at=CLOCK.now() - timedelta(seconds=1))
    assert refused(answer, 401, "token-expired")["retryable"] is True


async def test_a_token_of_another_world_is_refused(clinic: Clinic) -> None:
    refused(await clinic.check(BY_IDENTIFIER, world="other"), 403, "world-mismatch")


async def test_a_token_without_the_scope_is_refused(clinic: Clinic) -> None:
    refused(await clinic.check(BY_IDENTIFIER, scopes=frozenset({"consent:read"})), 403, "scope-missing")


async def test_a_card_needs_an_institution(clinic: Clinic) -> None:
    body = {"presence_proof": "x"}
    refused(await clinic.check(body, role=Role.REVIEW, institution=None), 403, "role-not-allowed")


# The body


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"a": NaN}',
        b"[" * 990,
        b"[" * 60_000,
        b'{"a":' * 990,
        b'{"insured":' + b"[" * 990,
        b'{"insured":{"number":' + b'{"a":' * 5_000,
    ],
    ids=range(9),
)
async def test_a_body_that_is_no_json_is_refused(clinic: Clinic, body: bytes) -> None:
    headers = {**clinic.headers(), "Content-Type": "application/json"}
    answer = await clinic.http.post("/v1/checks", content=body, headers=headers)
    refused(answer, 400, "body-unreadable")
    assert answer.headers["Replay-Nonce"]


async def test_a_body_over_64_kib_is_refused(clinic: Clinic) -> None:
    answer = await clinic.http.post("/v1/checks", content=b" " * (64 * 1024 + 1), headers=clinic.headers())
    refused(answer, 413, "body-too-large")


async def test_every_violation_is_named_at_once(clinic: Clinic) -> None:
    body = {
        "insured": {"insurer_number": 5, "number": "1", "birthdate": "1985-13-01", "extra": 1},
        "purpose": "CURIOUS",
        "client_reference": "x" * 51,
        "unknown": 1,
    }
    problem = refused(await clinic.check(body), 422, "request-invalid")
    assert {error["pointer"] for error in problem["errors"]} == {
        "/insured/insurer_number",
        "/insured/birthdate",
        "/insured/extra",
        "/purpose",
        "/client_reference",
        "/unknown",
    }
    assert all(error["message"] and error["message_ja"].endswith("。") for error in problem["errors"])
    assert "50文字以内で指定してください。" in [error["message_ja"] for error in problem["errors"]]


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, {""}),
        ({**BY_IDENTIFIER, "presence_proof": "x"}, {""}),
        ({"insured": BY_IDENTIFIER["insured"]}, {"/purpose"}),
        ({**BY_IDENTIFIER, "as_of": "2026-11-21"}, {"/as_of"}),
        ({**BY_IDENTIFIER, "as_of": "2021-11-19"}, {"/as_of"}),
        ({"presence_proof": "x", "as_of": "2026-11-19"}, {"/as_of"}),
        ({"recheck_of": builders.PERSON_ID, "purpose": "CLAIM", "as_of": "2026-11-21"}, {"/as_of"}),
        ({**BY_IDENTIFIER, "client_reference": "a\u0000b"}, {"/client_reference"}),
    ],
)
async def test_contradictions_are_named(clinic: Clinic, body: dict[str, Any], pointers: set[str]) -> None:
    problem = refused(await clinic.check(body), 422, "request-invalid")
    assert {error["pointer"] for error in problem["errors"]} == pointers


async def test_wrong_numbers_are_named_together_and_never_quoted(clinic: Clinic) -> None:
    insured = {
        "insurer_number": "123",
        "symbol": "S" * 21,
        "number": "\u0000",
        "branch": "xyz",
        "birthdate": "1985-04-12",
    }
    answer = await clinic.check({"insured": insured, "purpose": "CARE_VISIT"})
    problem = refused(answer, 422, "request-invalid")
    assert {error["pointer"] for error in problem["errors"]} == {
        "/insured/insurer_number",
        "/insured/symbol",
        "/insured/number",
        "/insured/branch",
    }
    assert "xyz" not in answer.text
    assert all(error["message_ja"].endswith("。") for error in problem["errors"])


async def test_five_years_back_to_the_day_is_still_taken(clinic: Clinic) -> None:
    answer = await clinic.check({**BY_IDENTIFIER, "as_of": "2021-11-20"})
    assert answer.json()["validity"] == "not_found"


async def test_a_my_number_is_refused_and_never_kept(clinic: Clinic) -> None:
    # 123456789018 bears a valid check digit; it is the digit example that everybody uses, nobody's number.
    insured = {**BY_IDENTIFIER["insured"], "number": "１２３４-5678-9018"}  # type: ignore[dict-item]
    body = {"insured": insured, "purpose": "CARE_VISIT", "client_reference": "123456789018"}
    answer = await clinic.check(body)
    problem = refused(answer, 422, "my-number-not-accepted")
    assert [error["pointer"] for error in problem["errors"]] == ["/client_reference", "/insured/number"]
    assert "9018" not in answer.text
    assert await clinic.records() == []


async def test_a_reference_made_of_the_day_is_taken_though_its_digits_would_fit(clinic: Clinic) -> None:
    answer = await clinic.check({**BY_IDENTIFIER, "client_reference": "202611200007"})
    assert answer.json()["client_reference"] == "202611200007"


# The proof and its nonce


def _with(part: int, raw: bytes, proof: str) -> str:
    parts = proof.split(".")
    parts[part] = urlsafe_b64encode(raw).rstrip(b"=").decode()
    return ".".join(parts)


@pytest.mark.parametrize(
    "change",
    [
        lambda _: "",
        lambda _: "a.b",
        lambda proof: proof + ".x",
        lambda proof: proof.replace(".", ".=", 1),
        lambda proof: _with(0, b"{}", proof),
        lambda proof: _with(0, b'{"alg":"none","typ":"onshi-presence+jws","x5c":["AA=="]}', proof),
        lambda proof: _with(0, b'{"alg":"RS256","typ":"JWT","x5c":["AA=="]}', proof),
        lambda proof: _with(0, b'{"alg":"RS256","typ":"onshi-presence+jws","x5c":["AA==","AA=="]}', proof),
        lambda proof: _with(1, b"[]", proof),
        lambda proof: _with(1, b'{"aud":"onshi-eligibility"}', proof),
        lambda proof: _with(1, b"\xff", proof),
        lambda _: "x" * 20_000,
    ],
)
async def test_a_proof_that_cannot_be_read_is_refused(clinic: Clinic, change: Any) -> None:
    proof = change(await clinic.sign(clinic.card()))
    problem = refused(await clinic.check({"presence_proof": proof}), 422, "proof-unreadable")
    assert problem["errors"][0]["pointer"] == "/presence_proof"
    assert await clinic.records() == []


async def test_a_proof_without_a_real_certificate_is_refused(clinic: Clinic) -> None:
    card = clinic.card()
    payload = builders.claims(await clinic.nonce(), CLOCK.now())
    proof = builders.proof(card.key, card.certificate, payload, x5c=[b64encode(b"no certificate").decode()])
    refused(await clinic.check({"presence_proof": proof}), 422, "proof-unreadable")


def _mint(key: bytes = b"\x11" * 32, world: str = "default", generation: int = 1) -> NonceMint:
    return NonceMint(key, WorldLife(world, generation), timedelta(minutes=10), lambda length: b"\x07" * length)


@pytest.mark.parametrize("nonce", ["x", "", "A" * 48, "A" * 47 + "\n"])
async def test_a_nonce_that_was_never_issued_is_refused(clinic: Clinic, nonce: str) -> None:
    answer = await clinic.check_by_card(clinic.card(), nonce=nonce or " ")
    assert refused(answer, 409, "nonce-unknown")["retryable"] is True


async def test_a_nonce_under_another_key_is_refused(clinic: Clinic) -> None:
    nonce = _mint(key=b"\x22" * 32).issue(InstitutionCode(INSTITUTION), CLOCK.now())
    refused(await clinic.check_by_card(clinic.card(), nonce=nonce), 409, "nonce-unknown")


async def test_a_nonce_of_another_world_or_of_an_earlier_generation_is_refused(clinic: Clinic) -> None:
    for mint in (_mint(world="other"), _mint(generation=2)):
        nonce = mint.issue(InstitutionCode(INSTITUTION), CLOCK.now())
        refused(await clinic.check_by_card(clinic.card(), nonce=nonce), 403, "world-mismatch")


async def test_a_nonce_that_is_too_old_is_refused(clinic: Clinic) -> None:
    nonce = _mint().issue(InstitutionCode(INSTITUTION), CLOCK.now() - timedelta(minutes=10, seconds=1))
    refused(await clinic.check_by_card(clinic.card(), nonce=nonce), 409, "nonce-expired")


async def test_a_nonce_of_another_institution_is_refused(clinic: Clinic) -> None:
    nonce = await clinic.nonce(institution="9910000026")
    refused(await clinic.check_by_card(clinic.card(), nonce=nonce), 409, "nonce-foreign")
    assert await clinic.records() == []


async def test_the_same_proof_again_names_the_first_check(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    body = {"presence_proof": await clinic.sign(card)}
    first = (await clinic.check(body)).json()

    again = refused(await clinic.check(body), 409, "nonce-used")

    assert again["check_id"] == first["check_id"]


async def test_another_proof_over_a_spent_nonce_learns_nothing(clinic: Clinic) -> None:
    card, nonce = clinic.card(), await clinic.nonce()
    await clinic.publish(builders.person(), card)
    await clinic.check_by_card(card, nonce=nonce)

    other = refused(await clinic.check_by_card(card, nonce=nonce, consents=["medication"]), 409, "nonce-used")

    assert "check_id" not in other


async def test_sixteen_replays_at_once_get_one_answer(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    body = {"presence_proof": await clinic.sign(card)}
    await clinic.check(BY_IDENTIFIER)

    answers = await asyncio.gather(*(clinic.check(body) for _ in range(16)))

    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 15
    winner = next(answer.json() for answer in answers if answer.status_code == 200)
    losers = [answer.json() for answer in answers if answer.status_code == 409]
    assert {loser["type"] for loser in losers} == {"urn:onshi:problem:nonce-used"}
    assert {loser["check_id"] for loser in losers} == {winner["check_id"]}
    assert len([record for record in await clinic.records() if record["nonce"]]) == 1


# The claims


@pytest.mark.parametrize(
    ("claims", "pointer"),
    [
        ({"aud": "onshi-portal"}, "/presence_proof/aud"),
        ({"institution": "9910000026"}, "/presence_proof/institution"),
        ({"iat": 0}, "/presence_proof/iat"),
        ({"holder_verification": "face"}, "/presence_proof/holder_verification"),
        ({"holder_verification": "visual"}, "/presence_proof/holder_verification"),
    ],
)
async def test_claims_that_do_not_fit_are_refused(clinic: Clinic, claims: dict[str, Any], pointer: str) -> None:
    problem = refused(await clinic.check_by_card(clinic.card(), **claims), 422, "proof-mismatch")
    assert [error["pointer"] for error in problem["errors"]] == [pointer]


async def test_the_body_and_the_card_must_name_one_purpose(clinic: Clinic) -> None:
    body = {"presence_proof": await clinic.sign(clinic.card()), "purpose": "EMERGENCY"}
    problem = refused(await clinic.check(body), 422, "proof-mismatch")
    assert [error["pointer"] for error in problem["errors"]] == ["/presence_proof/purpose"]


async def test_a_face_counts_from_a_reader(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    body = {"presence_proof": await clinic.sign(card, holder_verification="face")}
    assert (await clinic.check(body, role=Role.READER)).json()["validity"] == "valid"


async def test_a_failed_verification_spends_the_nonce(clinic: Clinic) -> None:
    card, nonce = clinic.card(), await clinic.nonce()
    await clinic.publish(builders.person(), card)

    refused(await clinic.check_by_card(card, nonce=nonce, aud="onshi-portal"), 422, "proof-mismatch")
    refused(await clinic.check_by_card(card, nonce=nonce), 409, "nonce-used")

    (record,) = await clinic.records()
    assert (record["outcome"], record["code"], record["kinds"]) == ("rejected", "proof-mismatch", [])


# The certificate


async def test_a_certificate_before_its_time_is_refused(clinic: Clinic) -> None:
    card = clinic.card(not_before=CLOCK.now().replace(microsecond=0) + timedelta(days=1))
    refused(await clinic.check_by_card(card), 422, "certificate-not-yet-valid")


async def test_a_certificate_after_its_grace_is_refused(clinic: Clinic) -> None:
    # Expired in July 2026: usable through October 2026, and it is 20 November.
    card = clinic.card(not_after=datetime(2026, 7, 31, 14, 59, 59, tzinfo=UTC))
    refused(await clinic.check_by_card(card), 422, "certificate-expired")


async def test_a_certificate_in_its_grace_opens_eligibility_and_nothing_medical(clinic: Clinic) -> None:
    card = clinic.card(not_after=datetime(2026, 8, 1, 14, 59, 59, tzinfo=UTC))
    await clinic.publish(builders.person(), card)

    body = (await clinic.check_by_card(card, consents=["medication"])).json()

    assert (body["validity"], body["certificate_state"]) == ("valid", "in_grace")
    assert [notice["code"] for notice in body["notices"]] == ["certificate-in-grace"]
    assert {consent["state"] for consent in body["results"][0]["consents"].values()} == {"none"}


async def test_a_certificate_that_ends_within_three_months_warns(clinic: Clinic) -> None:
    card = clinic.card(not_after=CLOCK.now().replace(microsecond=0) + timedelta(days=60))
    await clinic.publish(builders.person(), card)

    body = (await clinic.check_by_card(card)).json()

    assert body["certificate_state"] == "expires_soon"
    assert [notice["code"] for notice in body["notices"]] == ["certificate-expires-soon"]


async def test_a_certificate_of_another_authority_with_the_same_name_is_refused(clinic: Clinic) -> None:
    clinic.authorities = {**clinic.authorities, 3: make_authority(3, TODAY)}
    refused(await clinic.check_by_card(clinic.card()), 422, "certificate-untrusted")


async def test_a_certificate_that_names_a_root_which_did_not_sign_it_is_refused(clinic: Clinic) -> None:
    real, impostor = clinic.authorities[3], make_authority(3, TODAY)
    clinic.authorities = {**clinic.authorities, 3: Authority(3, real.certificate, impostor.private_key)}
    refused(await clinic.check_by_card(clinic.card()), 422, "certificate-untrusted")


async def test_a_leaf_that_outlives_its_root_is_refused(clinic: Clinic) -> None:
    refused(await clinic.check_by_card(clinic.card(generation=1)), 422, "certificate-untrusted")


async def test_a_root_is_no_leaf(clinic: Clinic) -> None:
    card = clinic.card()
    root = clinic.authorities[3].certificate
    proof = builders.proof(card.key, root, builders.claims(await clinic.nonce(), CLOCK.now()))
    refused(await clinic.check({"presence_proof": proof}), 422, "certificate-untrusted")


async def test_a_signature_certificate_is_refused(clinic: Clinic) -> None:
    card = clinic.card(policy=SIGNATURE_POLICY, kind=CaKind.SIGNATURE)
    refused(await clinic.check_by_card(card), 422, "certificate-wrong-kind")


async def test_an_authentication_policy_with_the_usage_of_a_signature_is_refused(clinic: Clinic) -> None:
    refused(await clinic.check_by_card(clinic.card(kind=CaKind.SIGNATURE)), 422, "certificate-wrong-kind")


@pytest.mark.parametrize(
    "public_key",
    [WEAK_KEY.public_key(), ec.generate_private_key(ec.SECP256R1()).public_key()],
    ids=["rsa-1024", "p-256"],
)
async def test_a_key_that_is_not_of_the_profile_is_refused(clinic: Clinic, public_key: Any) -> None:
    refused(await clinic.check_by_card(clinic.card(public_key=public_key)), 422, "certificate-wrong-kind")


# Signature, status, person


async def test_a_signature_that_was_changed_is_refused(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    signing_input, _, signature = (await clinic.sign(card)).rpartition(".")
    raw = bytearray(urlsafe_b64decode(signature + "=="))
    raw[0] ^= 1
    proof = f"{signing_input}.{urlsafe_b64encode(raw).rstrip(b'=').decode()}"
    refused(await clinic.check({"presence_proof": proof}), 422, "signature-invalid")


async def test_a_thief_of_the_certificate_cannot_sign(clinic: Clinic) -> None:
    card, thief = clinic.card(), rsa.generate_private_key(65537, 2048)
    await clinic.publish(builders.person(), card)
    proof = builders.proof(thief, card.certificate, builders.claims(await clinic.nonce(), CLOCK.now()))
    refused(await clinic.check({"presence_proof": proof}), 422, "signature-invalid")


async def test_an_algorithm_that_does_not_fit_the_key_is_refused(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    proof = builders.proof(card.key, card.certificate, builders.claims(await clinic.nonce(), CLOCK.now()), alg="ES384")
    refused(await clinic.check({"presence_proof": proof}), 422, "certificate-wrong-kind")


async def test_a_revoked_certificate_is_refused(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    await clinic.revoke(card)
    refused(await clinic.check_by_card(card), 422, "certificate-revoked")


async def test_a_status_that_is_too_old_to_trust_is_refused(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    await clinic.admin.execute("UPDATE registry_published.status_lists SET known_to = $1", CLOCK.now())
    answer = await clinic.check_by_card(card)
    assert refused(answer, 503, "certificate-status-unknown")["retryable"] is True
    assert answer.headers["Retry-After"] == "5"


async def test_a_card_that_nobody_registered_is_refused(clinic: Clinic) -> None:
    refused(await clinic.check_by_card(clinic.card()), 404, "card-not-registered")


async def test_a_blocked_card_says_nothing_of_its_reason(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(self_information_blocked=True), card)
    problem = refused(await clinic.check_by_card(card), 422, "card-not-usable")
    assert problem["detail"] == "The card cannot be used for this"


# Load


async def test_an_institution_that_keeps_missing_is_slowed(
    database: TestDatabase, authorities: dict[int, Authority], card_key: RSAPrivateKey
) -> None:
    async with clinic_at(database, authorities, card_key, miss_limit=3) as clinic:
        await clinic.publish(builders.person())
        for _ in range(3):
            assert (await clinic.check(BY_IDENTIFIER)).json()["validity"] == "not_found"
        answer = await clinic.check(BY_IDENTIFIER)
        assert refused(answer, 429, "too-many-misses")["retryable"] is True


async def test_too_many_at_once_are_turned_away_and_spend_nothing(
    database: TestDatabase, authorities: dict[int, Authority], card_key: RSAPrivateKey
) -> None:
    async with clinic_at(database, authorities, card_key, waiting_limit=0) as clinic:
        card = clinic.card()
        answer = await clinic.check_by_card(card)
        assert refused(answer, 503, "overloaded")["retryable"] is True
        assert answer.headers["Retry-After"] == "1"
        assert await clinic.records() == []
