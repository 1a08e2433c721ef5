"""初回登録 by a card that is there, 予約登録, 解除 and renewal."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ReasonFlags

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.leaves import issue_certificate
from shared.pki.profile import AUTHENTICATION_POLICY
from shared.pki.serials import serial_bytes
from tests import builders
from tests.clinic import LONG_AGO
from tests.service.registry.caller import CLINIC, PERSON, RegistryCaller, pointers, problem, running_registry
from tests.worlds import CLOCK, TestDatabase

REGISTRATIONS, RESERVATIONS = "/v1/card-registrations", "/v1/card-registration-reservations"
OTHER = {**PERSON, "person_id": "019a0000-0000-7000-8000-000000000002", "name": "見本　太郎"}
DESCRIBED = {"name": "見本花子", "birthdate": "1985-04-01", "sex": "female", "address": "見本区一丁目"}
RESERVATION_ID = "019a0000-0000-7000-8000-0000000000e1"
NAMED = {"authority_key_id": "aabb", "serial_number": "0f", "channel": "portal"}


@dataclass
class Cards:
    """A registry that pins the simulated roots, and cards of theirs."""

    operator: RegistryCaller
    authority: Authority
    key: rsa.RSAPrivateKey
    admin: asyncpg.Connection
    serial_number: int = 700
    certificates: dict[int, Any] = field(default_factory=dict)

    def proof(self, serial_number: int, *, days_left: int = 365, **claims: Any) -> str:
        now = CLOCK.now().replace(microsecond=0)
        certificate = self.certificates.setdefault(
            serial_number,
            issue_certificate(
                self.authority,
                self.key.public_key(),
                common_name="SIM0000000001A",
                serial_number=serial_number,
                not_before=now - timedelta(days=700),
                not_after=now + timedelta(days=days_left),
                policy=AUTHENTICATION_POLICY,
            ),
        )
        fields = {"aud": "onshi-registration", "institution": CLINIC["institution_code"], **claims}
        at = CLOCK.now() + fields.pop("signed", timedelta())
        return builders.proof(self.key, certificate, builders.claims(fields.pop("nonce", "any"), at, **fields))

    async def told(self, serial_number: int, **attributes: Any) -> None:
        """Let J-LIS know the holder of a card by 4情報."""
        await self.admin.execute(
            "INSERT INTO jpki_published.card_holders (authority_key_id, serial_number, resident_key, name, birthdate,"
            " sex, address, known_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            self.authority.key_id,
            serial_bytes(serial_number),
            serial_number.to_bytes(16, "big"),
            attributes["name"],
            date.fromisoformat(attributes["birthdate"]),
            attributes["sex"],
            attributes["address"],
            LONG_AGO,
        )

    async def published(self) -> list[tuple[str, str]]:
        rows = await self.admin.fetch(
            "SELECT encode(serial_number, 'hex') AS serial, person_id::text AS person"
            " FROM registry_published.card_certificates WHERE known_to = 'infinity' ORDER BY 1"
        )
        return [(row["serial"], row["person"]) for row in rows]


@asynccontextmanager
async def _cards(
    database: TestDatabase, folder: Path, authorities: Mapping[int, Authority], key: rsa.RSAPrivateKey
) -> AsyncIterator[Cards]:
    admin = await asyncpg.connect(database.admin_url)
    try:
        async with running_registry(database, folder) as operator:
            roots = [authority.certificate.public_bytes(Encoding.PEM).decode() for authority in authorities.values()]
            await operator.make("/v1/trust-roots", {"certificates_pem": "".join(roots)})
            for authority in authorities.values():
                await admin.execute(
                    "INSERT INTO registry_published.status_lists"
                    " (authority_key_id, this_update, next_update, known_from) VALUES ($1,$2,$3,$4)",
                    authority.key_id,
                    CLOCK.now(),
                    CLOCK.now() + timedelta(hours=12),
                    LONG_AGO,
                )
            await operator.make("/v1/institutions", CLINIC)
            yield Cards(operator, authorities[3], key, admin)
    finally:
        await admin.close()


@pytest.fixture
async def cards(
    database: TestDatabase, tmp_path: Path, authorities: dict[int, Authority], card_key: rsa.RSAPrivateKey
) -> AsyncIterator[Cards]:
    async with _cards(database, tmp_path, authorities, card_key) as cards:
        yield cards


async def _reader(cards: Cards) -> RegistryCaller:
    return await cards.operator.client("reader", institution_codes=[CLINIC["institution_code"]])


async def test_a_card_at_the_reader_registers_itself_for_whom_jlis_names(cards: Cards) -> None:
    await cards.operator.make("/v1/persons", PERSON)
    await cards.told(701, **DESCRIBED)
    reader = await _reader(cards)

    made = await reader.make(REGISTRATIONS, {"presence_proof": cards.proof(701), "channel": "reader"})

    assert (made["person_id"], made["serial_number"], made["ended_at"]) == (None, "02bd", None)
    assert made["authority_key_id"] == cards.authority.key_id.hex()
    assert await cards.published() == [("02bd", PERSON["person_id"])]
    shown = await cards.operator.get(f"{REGISTRATIONS}/{made['registration_id']}")
    assert shown.json() == {**made, "person_id": PERSON["person_id"]}


async def test_a_proof_counts_once(cards: Cards) -> None:
    await cards.operator.make("/v1/persons", PERSON)
    await cards.operator.make("/v1/persons", OTHER)
    proof = cards.proof(701)
    body = {"presence_proof": proof, "person_id": PERSON["person_id"], "channel": "portal"}
    first = await cards.operator.post(REGISTRATIONS, body)
    again = await cards.operator.post(REGISTRATIONS, body)
    reserved = await cards.operator.post(RESERVATIONS, body)
    fresh = await cards.operator.post(REGISTRATIONS, {**body, "presence_proof": cards.proof(701, nonce="another")})
    others = await cards.operator.post(
        REGISTRATIONS, {**body, "presence_proof": cards.proof(701, nonce="third"), "person_id": OTHER["person_id"]}
    )

    assert first.status_code == 201
    assert problem(again) == problem(reserved) == (409, "nonce-used")
    assert (fresh.status_code, fresh.json()) == (200, first.json())
    assert problem(others) == (409, "already-exists")


@pytest.mark.parametrize(
    ("claims", "refusal", "where"),
    [
        ({"aud": "onshi-eligibility"}, "proof-mismatch", ["/presence_proof/aud"]),
        ({"institution": "9999999999"}, "proof-mismatch", ["/presence_proof/institution"]),
        ({"signed": timedelta(minutes=-6)}, "proof-mismatch", ["/presence_proof/iat"]),
        ({"signed": timedelta(minutes=6)}, "proof-mismatch", ["/presence_proof/iat"]),
        ({"days_left": -1}, "certificate-expired", []),
        ({"days_left": -400}, "certificate-expired", []),
    ],
)
async def test_a_proof_that_does_not_fit_is_refused(
    cards: Cards, claims: dict[str, Any], refusal: str, where: list[str]
) -> None:
    await cards.operator.make("/v1/persons", PERSON)
    reader = await _reader(cards)
    body = {"presence_proof": cards.proof(701, **claims), "person_id": PERSON["person_id"], "channel": "reader"}
    answer = await reader.post(REGISTRATIONS, body)
    assert (problem(answer), pointers(answer)) == ((422, refusal), where)


async def test_a_card_of_another_ca_a_changed_proof_and_a_revoked_card_are_refused(cards: Cards) -> None:
    await cards.operator.make("/v1/persons", PERSON)
    body = {"person_id": PERSON["person_id"], "channel": "portal"}

    async def answer(proof: str) -> httpx.Response:
        return await cards.operator.post(REGISTRATIONS, {**body, "presence_proof": proof})

    changed = cards.proof(701)[:-4] + "AAAA"
    face = cards.proof(702, holder_verification="face")
    await cards.admin.execute(
        "INSERT INTO registry_published.revocations"
        " (authority_key_id, serial_number, reason, revoked_at, known_from) VALUES ($1, '\\x02bf', $2, $3, $3)",
        cards.authority.key_id,
        ReasonFlags.key_compromise.value,
        LONG_AGO,
    )
    revoked = cards.proof(703)
    assert problem(await answer("x")) == (422, "proof-unreadable")
    assert problem(await answer(changed)) == (422, "signature-invalid")
    assert pointers(await answer(face)) == ["/presence_proof/holder_verification"]
    assert problem(await answer(revoked)) == (422, "certificate-revoked")
    await cards.admin.execute("UPDATE registry_published.status_lists SET known_to = now() + interval '100 years'")
    await cards.admin.execute("DELETE FROM registry_published.status_lists")
    assert problem(await answer(cards.proof(704))) == (503, "certificate-status-unknown")
    await cards.admin.execute("DELETE FROM registry_published.trust_roots")
    assert problem(await answer(cards.proof(705))) == (422, "certificate-untrusted")


async def test_who_may_register_how(cards: Cards) -> None:
    await cards.operator.make("/v1/persons", PERSON)
    reader, town = await _reader(cards), await cards.operator.client("municipality")
    person = {"person_id": PERSON["person_id"]}
    named = await reader.post(REGISTRATIONS, {**NAMED, **person, "channel": "reader"})
    elsewhere = await reader.post(REGISTRATIONS, {"presence_proof": cards.proof(701), **person, "channel": "atm"})
    await cards.told(701, **DESCRIBED)
    nothing = await cards.operator.post(REGISTRATIONS, {"channel": "portal"})
    both = await cards.operator.post(
        REGISTRATIONS, {**NAMED, **person, "presence_proof": cards.proof(701), "person": DESCRIBED}
    )
    somebody_else = await town.post(
        REGISTRATIONS,
        {"presence_proof": cards.proof(701), "person": {**DESCRIBED, "name": "誰か"}, "channel": "municipal_desk"},
    )
    at_sight = await town.post(
        REGISTRATIONS,
        {
            "presence_proof": cards.proof(701, holder_verification="visual", institution="0000000000"),
            **person,
            "channel": "municipal_desk",
        },
    )

    assert problem(named) == (403, "role-not-allowed")
    assert pointers(elsewhere) == ["/channel"]
    assert pointers(nothing) == pointers(both) == ["/authority_key_id", "/serial_number"]
    assert problem(somebody_else) == (422, "card-not-usable")
    assert (at_sight.status_code, at_sight.json()["person_id"]) == (201, PERSON["person_id"])


async def test_a_reserved_card_is_registered_when_its_holders_data_arrive(cards: Cards) -> None:
    reader = await _reader(cards)
    await cards.told(701, **DESCRIBED)
    body = {"presence_proof": cards.proof(701), "person": DESCRIBED, "channel": "reader"}
    reserved = await reader.make(RESERVATIONS, {**body, "reservation_id": RESERVATION_ID})
    await cards.operator.make("/v1/persons", OTHER)
    waiting = (await reader.get(f"{RESERVATIONS}/{RESERVATION_ID}")).json()
    await cards.operator.make("/v1/persons", PERSON)
    active = (await reader.get(f"{RESERVATIONS}/{RESERVATION_ID}")).json()

    assert (reserved["state"], reserved["person_id"], waiting["state"]) == ("reserved", None, "reserved")
    assert (active["state"], active["person_id"]) == ("active", None)
    assert await cards.published() == [("02bd", PERSON["person_id"])]
    listed = (await cards.operator.get(RESERVATIONS, state="active")).json()["items"]
    assert listed == [{**active, "person_id": PERSON["person_id"]}]
    assert (await cards.operator.get(RESERVATIONS, state="reserved")).json()["items"] == []
    assert problem(await cards.operator.get(f"{RESERVATIONS}/{PERSON['person_id']}")) == (404, "resource-not-found")
    assert problem(await cards.operator.get(RESERVATIONS, cursor="MTIz")) == (422, "request-invalid")


async def test_a_reservation_by_id_waits_for_that_person_and_is_the_same_again(cards: Cards) -> None:
    body = {**NAMED, "reservation_id": RESERVATION_ID, "person_id": PERSON["person_id"]}
    first = await cards.operator.post(RESERVATIONS, body)
    again = await cards.operator.post(RESERVATIONS, body)
    changed = await cards.operator.post(RESERVATIONS, {**body, "serial_number": "10"})
    await cards.operator.make("/v1/persons", PERSON)
    active = await cards.operator.post(RESERVATIONS, body)

    assert (first.status_code, first.json()["state"]) == (201, "reserved")
    assert (again.status_code, again.json()) == (200, first.json())
    assert problem(changed) == (409, "already-exists")
    assert (active.status_code, active.json()["state"]) == (200, "active")


async def test_data_that_do_not_agree_leave_a_reservation_unmatched_until_they_do(cards: Cards) -> None:
    moved = {**PERSON, "address": "大阪府見本市1-1"}
    body = {**NAMED, "reservation_id": RESERVATION_ID, "person": DESCRIBED}
    await cards.operator.make(RESERVATIONS, body)
    await cards.operator.make("/v1/persons", moved)
    unmatched = (await cards.operator.get(f"{RESERVATIONS}/{RESERVATION_ID}")).json()
    await cards.operator.post(f"/v1/persons/{PERSON['person_id']}/changes", {"address": PERSON["address"]})
    active = (await cards.operator.get(f"{RESERVATIONS}/{RESERVATION_ID}")).json()

    assert (unmatched["state"], unmatched["person_id"]) == ("unmatched", None)
    assert (active["state"], active["person_id"]) == ("active", PERSON["person_id"])


async def test_a_reservation_that_means_several_or_anothers_card_is_unmatched(cards: Cards) -> None:
    await cards.operator.make("/v1/persons", PERSON)
    await cards.operator.make("/v1/persons", {**PERSON, "person_id": OTHER["person_id"]})
    several = await cards.operator.make(RESERVATIONS, {**NAMED, "person": DESCRIBED})
    await cards.operator.make(REGISTRATIONS, {**NAMED, "person_id": PERSON["person_id"]})
    anothers = await cards.operator.make(RESERVATIONS, {**NAMED, "person_id": OTHER["person_id"]})

    assert (several["state"], anothers["state"]) == ("unmatched", "unmatched")
    counts = (await cards.operator.get("/v1/statistics/card-registrations")).json()
    assert counts["reservations"] == {"reserved": 0, "active": 0, "unmatched": 2}


async def test_a_registration_ends_and_can_be_made_anew(cards: Cards) -> None:
    await cards.operator.make("/v1/persons", PERSON)
    await cards.operator.make("/v1/persons", OTHER)
    made = await cards.operator.make(REGISTRATIONS, {**NAMED, "person_id": PERSON["person_id"]})
    path = f"{REGISTRATIONS}/{made['registration_id']}"
    ended = (await cards.operator.post(path + "/end", {"reason": "holder_request"})).json()
    again = (await cards.operator.post(path + "/end", {"reason": "other"})).json()
    assert await cards.published() == []
    anew = await cards.operator.post(REGISTRATIONS, {**NAMED, "person_id": OTHER["person_id"]})

    assert (ended["end_reason"], again) == ("holder_request", ended)
    assert ended["ended_at"] is not None
    assert anew.status_code == 201
    assert await cards.published() == [("0f", OTHER["person_id"])]
    counts = (await cards.operator.get("/v1/statistics/card-registrations")).json()
    assert (counts["total"], counts["ended"]) == (1, {"holder_request": 1, "renewed": 0, "other": 0})
    assert problem(await cards.operator.post(f"{REGISTRATIONS}/{RESERVATION_ID}/end", {})) == (
        404,
        "resource-not-found",
    )


async def test_a_renewed_certificate_stays_with_the_person(cards: Cards) -> None:
    await cards.operator.make("/v1/persons", PERSON)
    await cards.operator.make("/v1/persons", OTHER)
    made = await cards.operator.make(REGISTRATIONS, {**NAMED, "person_id": PERSON["person_id"]})
    await cards.operator.make(REGISTRATIONS, {**NAMED, "serial_number": "99", "person_id": OTHER["person_id"]})
    path, new = f"{REGISTRATIONS}/{made['registration_id']}", {"authority_key_id": "ccdd", "serial_number": "1234"}
    taken = await cards.operator.post(path + "/renewal", {"authority_key_id": "aabb", "serial_number": "99"})
    renewed = await cards.operator.make(path + "/renewal", new)
    again = await cards.operator.post(path + "/renewal", new)
    another = await cards.operator.post(path + "/renewal", {**new, "serial_number": "1235"})
    old = (await cards.operator.get(path)).json()

    assert problem(taken) == (409, "already-exists")
    assert (renewed["person_id"], renewed["renewed_from"], renewed["channel"]) == (
        PERSON["person_id"],
        made["registration_id"],
        "portal",
    )
    assert (again.status_code, again.json()) == (200, renewed)
    assert problem(another) == (409, "already-exists")
    assert old["end_reason"] == "renewed"
    assert await cards.published() == [("1234", PERSON["person_id"]), ("99", OTHER["person_id"])]
