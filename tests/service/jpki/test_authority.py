import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import asyncpg
import httpx
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.ocsp import (
    OCSPCertStatus,
    OCSPRequestBuilder,
    OCSPResponse,
    OCSPResponseStatus,
    load_der_ocsp_response,
)
from sqlalchemy.ext.asyncio import create_async_engine

from services.jpki.tables import metadata
from shared.db.urls import for_sqlalchemy
from shared.pki.revocation_list import RevocationList, read_revocation_list
from shared.pki.roots import key_id_of_root
from tests.service.jpki.service import code_of, jpki_on, new_card
from tests.worlds import TestDatabase


async def roots_of(client: httpx.AsyncClient) -> list[x509.Certificate]:
    answer = await client.get("/ca/authentication/roots.pem")
    assert answer.headers["content-type"] == "application/x-pem-file"
    return x509.load_pem_x509_certificates(answer.content)


async def list_of(client: httpx.AsyncClient, generation: int) -> RevocationList:
    answer = await client.get(f"/ca/authentication/{generation}.crl")
    assert answer.headers["content-type"] == "application/pkix-crl"
    roots = {key_id_of_root(root): root for root in await roots_of(client)}
    return read_revocation_list(answer.content, roots)


async def revoke(client: httpx.AsyncClient, card: dict[str, Any], reason: str) -> httpx.Response:
    return await client.post(f"/v1/cards/{card['card_id']}/revocation", json={"reason": reason})


async def ask_ocsp(client: httpx.AsyncClient, root: x509.Certificate, leaf: x509.Certificate) -> OCSPResponse:
    request = OCSPRequestBuilder().add_certificate(leaf, root, SHA256())
    request = request.add_extension(x509.OCSPNonce(b"0123456789abcdef"), critical=False)
    answer = await client.post(
        "/ocsp",
        content=request.build().public_bytes(Encoding.DER),
        headers={"Content-Type": "application/ocsp-request"},
    )
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/ocsp-response"
    return load_der_ocsp_response(answer.content)


async def test_three_generations_under_one_name_are_published(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        roots = await roots_of(client)

    assert [root.not_valid_after_utc.isoformat() for root in roots] == [
        "2025-10-19T14:59:59+00:00",
        "2029-09-14T14:59:59+00:00",
        "2033-07-15T14:59:59+00:00",
    ]
    assert len({root.subject for root in roots}) == 1


async def test_workers_that_start_together_share_one_set_of_authorities(database: TestDatabase) -> None:
    async with jpki_on(database) as one, jpki_on(database) as other:
        assert await roots_of(one) == await roots_of(other)


async def test_several_first_starts_at_once_make_one_set(database: TestDatabase) -> None:
    async def start() -> list[x509.Certificate]:
        async with jpki_on(database) as client:
            return await roots_of(client)

    started = await asyncio.gather(start(), start(), start())

    assert started[0] == started[1] == started[2]


async def test_the_authorities_stay_when_the_service_starts_again_on_a_later_day(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        before = await roots_of(client)
    async with jpki_on(database, date(2027, 6, 1)) as client:
        assert await roots_of(client) == before


async def test_the_authorities_are_made_relative_to_the_first_day(database: TestDatabase) -> None:
    async with jpki_on(database, date(2026, 11, 30)) as client:
        roots = await roots_of(client)

    assert roots[0].not_valid_after_utc.isoformat() == "2025-10-29T14:59:59+00:00"


async def test_a_revoked_certificate_stands_in_its_own_generation_s_list(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        await new_card(client, issued_on="2020-01-01")
        answer = await revoke(client, card, "certificateHold")
        newest, older = await list_of(client, 3), await list_of(client, 2)

    assert (answer.status_code, answer.json()["state"]) == (200, "revoked")
    assert newest.authority_key_id.hex() == card["authority_key_id"]
    assert [(entry.serial_number, entry.reason) for entry in newest.revocations] == [(0x1000, "certificateHold")]
    assert newest.next_update - newest.this_update == timedelta(hours=48)
    assert older.revocations == ()


async def test_a_revocation_is_for_ever_and_can_be_repeated(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        first = await revoke(client, card, "certificateHold")
        again = await revoke(client, card, "certificateHold")
        other = await revoke(client, card, "superseded")
        unknown = await revoke(client, card, "removeFromCRL")
        entries = (await list_of(client, 3)).revocations

    assert (first.status_code, again.status_code) == (200, 200)
    assert (other.status_code, code_of(other)) == (409, "already-exists")
    assert code_of(unknown) == "request-invalid"
    assert len(entries) == 1


async def test_the_same_revocation_many_times_at_once_is_one_entry(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        answers = await asyncio.gather(*(revoke(client, card, "superseded") for _ in range(8)))
        entries = (await list_of(client, 3)).revocations

    assert {answer.status_code for answer in answers} == {200}
    assert len(entries) == 1


async def test_a_list_at_hand_is_not_sent_again_until_something_is_revoked(database: TestDatabase) -> None:
    async with jpki_on(database) as client, jpki_on(database) as other_worker:
        card = await new_card(client)
        first = await client.get("/ca/authentication/3.crl")
        known = {"If-None-Match": first.headers["ETag"]}
        unchanged = await client.get("/ca/authentication/3.crl", headers=known)
        elsewhere = await other_worker.get("/ca/authentication/3.crl", headers=known)
        await revoke(client, card, "superseded")
        changed = await other_worker.get("/ca/authentication/3.crl", headers=known)

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert elsewhere.status_code == 304
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


async def test_a_list_is_made_anew_when_the_clock_has_moved_on_or_back(database: TestDatabase) -> None:
    days = (date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 19))
    made: list[datetime] = []
    numbers = []
    for day in days:
        async with jpki_on(database, day) as client:
            made.append((await list_of(client, 3)).this_update)
            crl = x509.load_der_x509_crl((await client.get("/ca/authentication/3.crl")).content)
            numbers.append(crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number)

    assert made[2] < made[0] < made[1]
    assert numbers == [1, 2, 3]


async def test_ocsp_knows_good_revoked_and_unknown(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        good, revoked = await new_card(client), await new_card(client)
        await revoke(client, revoked, "keyCompromise")
        root = (await roots_of(client))[2]
        leaves = [
            x509.load_pem_x509_certificate((await client.get(f"/v1/cards/{card['card_id']}/certificate")).content)
            for card in (good, revoked)
        ]
        answers = [await ask_ocsp(client, root, leaf) for leaf in (*leaves, root)]

    assert [answer.certificate_status for answer in answers] == [
        OCSPCertStatus.GOOD,
        OCSPCertStatus.REVOKED,
        OCSPCertStatus.UNKNOWN,
    ]
    assert answers[1].revocation_reason is x509.ReasonFlags.key_compromise
    assert answers[0].extensions.get_extension_for_class(x509.OCSPNonce).value.nonce == b"0123456789abcdef"


async def test_a_serial_of_twenty_octets_is_unknown(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        root = (await roots_of(client))[2]
        key_hash, name_hash = Hash(SHA256()), Hash(SHA256())
        key_hash.update(root.public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1))
        name_hash.update(root.subject.public_bytes())
        request = OCSPRequestBuilder().add_certificate_by_hash(
            name_hash.finalize(), key_hash.finalize(), 2**159 - 1, SHA256()
        )
        answer = await client.post("/ocsp", content=request.build().public_bytes(Encoding.DER))

    assert load_der_ocsp_response(answer.content).certificate_status is OCSPCertStatus.UNKNOWN


async def test_what_is_no_ocsp_request_gets_an_ocsp_answer(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        answer = await client.post("/ocsp", content=b"no request")

    assert answer.status_code == 200
    assert load_der_ocsp_response(answer.content).response_status is OCSPResponseStatus.MALFORMED_REQUEST


@pytest.mark.parametrize(
    "path",
    ["/ca/x/roots.pem", "/ca/x/3.crl", "/ca/signature/4.crl", "/ca/authentication/4.crl", "/ca/authentication/x.crl"],
)
async def test_an_authority_that_does_not_exist_is_not_found(database: TestDatabase, path: str) -> None:
    async with jpki_on(database) as client:
        answer = await client.get(path)

    assert (answer.status_code, code_of(answer)) == (404, "resource-not-found")


async def test_another_world_is_not_served(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        answer = await client.get("/~elsewhere/ca/authentication/roots.pem")

    assert (answer.status_code, code_of(answer)) == (404, "world-unknown")


async def test_the_service_is_ready_with_its_database_and_authorities(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        answer = await client.get("/readyz")

    assert answer.json() == {"status": "ready", "checks": {"database": True, "authorities": True}, "warnings": []}


async def test_without_database_the_service_starts_and_says_so(database: TestDatabase) -> None:
    urls = {**database.urls, "jpki": "postgresql://onshi_jpki:x@/nowhere?host=/nonexistent"}
    async with jpki_on(TestDatabase(database.admin_url, urls)) as client:
        ready = await client.get("/readyz")
        answer = await client.get("/ca/authentication/roots.pem")

    assert (ready.status_code, ready.json()["checks"]) == (503, {"database": False, "authorities": False})
    assert (answer.status_code, code_of(answer)) == (503, "database-unavailable")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM jpki.revocations",
        "UPDATE jpki.revocations SET reason = 'unspecified'",
        "UPDATE jpki.certificate_keys SET private_key = ''",
        "UPDATE jpki.certificates SET serial_number = 1",
        "UPDATE jpki.authorities SET private_key = ''",
        "DELETE FROM jpki.cards",
        "SELECT * FROM registry_published.persons",
    ],
)
async def test_the_runtime_role_cannot_undo_what_is_for_ever(database: TestDatabase, statement: str) -> None:
    connection = await asyncpg.connect(database.urls["jpki"])
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    finally:
        await connection.close()


async def test_no_other_service_can_read_a_card(database: TestDatabase) -> None:
    for service in ("registry", "consent", "eligibility"):
        connection = await asyncpg.connect(database.urls[service])
        try:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute("SELECT * FROM jpki.cards")
        finally:
            await connection.close()


async def test_the_migration_makes_the_tables_that_the_code_uses(database: TestDatabase) -> None:
    engine = create_async_engine(for_sqlalchemy(database.admin_url))
    try:
        async with engine.connect() as connection:
            differences = await connection.run_sync(
                lambda sync: compare_metadata(
                    MigrationContext.configure(
                        sync,
                        opts={
                            "include_schemas": True,
                            "compare_type": True,
                            "include_name": lambda name, kind, _: (
                                name in {"jpki", "jpki_published"} if kind == "schema" else name != "alembic_version"
                            ),
                        },
                    ),
                    metadata,
                )
            )
    finally:
        await engine.dispose()

    assert differences == []


async def test_the_document_names_every_refusal_of_a_proof(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        document = (await client.get("/openapi.json")).json()

    responses = document["paths"]["/v1/cards/{card_id}/presence-proofs"]["post"]["responses"]
    assert {status for status in responses if status != "200"} == {
        *("400", "404", "409", "413", "415", "422", "500", "503")
    }
    problems = responses["422"]["content"]["application/problem+json"]
    assert list(problems["examples"]) == [
        "request-invalid",
        "pin-wrong",
        "pin-blocked",
        "face-mismatch",
        "face-blocked",
        "verification-unavailable",
    ]
    assert "HTTPValidationError" not in document["components"]["schemas"]
    assert "Problem" in document["components"]["schemas"]


async def test_the_clock_brings_a_generation_four_years_after_the_last_and_it_issues_from_the_day_after(
    database: TestDatabase,
) -> None:
    async with jpki_on(database, date(2026, 11, 20)) as client:
        assert len(await roots_of(client)) == 3
    async with jpki_on(database, date(2027, 7, 15)) as client:
        assert len(await roots_of(client)) == 3
    async with jpki_on(database, date(2027, 7, 20)) as client:
        fourth = (await client.get("/ca/authentication/generations")).json()["items"][-1]
        of_today = await new_card(client)
        links = x509.load_pem_x509_certificates((await client.get("/ca/authentication/links.pem")).content)
        links[0].verify_directly_issued_by((await roots_of(client))[2])
    async with jpki_on(database, date(2027, 7, 21)) as client:
        of_tomorrow = await new_card(client)

    assert (fourth["generation"], fourth["first_day"], fourth["issues_from"]) == (4, "2027-07-16", "2027-07-21")
    assert [of_today["generation"], of_tomorrow["generation"]] == [3, 4]
