from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
from cryptography import x509

from tests.service.registry.caller import (
    CLINIC,
    CLINIC_SECRET,
    SOCIETY,
    TOWN,
    RegistryCaller,
    pointers,
    problem,
    running_registry,
)
from tests.service.registry.roots import root_certificate
from tests.worlds import TestDatabase


async def test_registering_an_insurer_twice_is_safe(operator: RegistryCaller) -> None:
    first = await operator.post("/v1/insurers", SOCIETY)
    again = await operator.post("/v1/insurers", SOCIETY)
    changed = await operator.post("/v1/insurers", {**SOCIETY, "name": "別の組合"})

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json() | {"recorded_at": None} == {**SOCIETY, "recorded_at": None}
    assert problem(changed) == (409, "already-exists")
    assert (await operator.get("/v1/insurers/06123457")).json() == first.json()
    assert problem(await operator.get("/v1/insurers/06999999")) == (404, "resource-not-found")
    assert problem(await operator.get("/v1/insurers/abc")) == (404, "resource-not-found")


async def test_an_insurer_number_is_kept_in_its_canonical_form(operator: RegistryCaller) -> None:
    made = await operator.make("/v1/insurers", {**TOWN, "insurer_number": "００１３８１２３"})
    assert made["insurer_number"] == "138123"


async def test_an_insurer_whose_law_number_does_not_fit_is_refused(operator: RegistryCaller) -> None:
    answer = await operator.post("/v1/insurers", {**SOCIETY, "kind": "kyokai"})
    assert problem(answer) == (422, "request-invalid")
    assert pointers(answer) == ["/insurer_number"]


async def test_a_list_is_read_page_by_page(operator: RegistryCaller) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    await operator.make("/v1/insurers", TOWN)

    first = (await operator.get("/v1/insurers", limit=1)).json()
    second = (await operator.get("/v1/insurers", limit=1, cursor=first["next_cursor"])).json()
    wrong = await operator.get("/v1/insurers", limit=0, cursor="ä")

    assert [item["insurer_number"] for item in first["items"]] == ["06123457"]
    assert [item["insurer_number"] for item in second["items"]] == ["138123"]
    assert second["next_cursor"] is None
    assert pointers(wrong) == ["/query/cursor", "/query/limit"]


async def test_an_institution_is_published_as_registered(operator: RegistryCaller, database: TestDatabase) -> None:
    made = await operator.make("/v1/institutions", CLINIC)
    again = await operator.post("/v1/institutions", CLINIC)
    changed = await operator.post("/v1/institutions", {**CLINIC, "role": "pharmacy"})
    listed = (await operator.get("/v1/institutions")).json()
    one = (await operator.get("/v1/institutions/1312345670")).json()

    assert (again.status_code, again.json()) == (200, made)
    assert problem(changed) == (409, "already-exists")
    assert listed == {"items": [made], "next_cursor": None}
    assert one == made
    reader = await asyncpg.connect(database.urls["eligibility"])
    rows = await reader.fetch("SELECT * FROM registry_published.institutions WHERE known_to = 'infinity'")
    await reader.close()
    assert [(row["institution_code"], row["name"], row["role"]) for row in rows] == [
        ("1312345670", "見本内科", "institution")
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"role": "patient"}, ["/role"]),
        ({"role": "insurer"}, ["/insurer_number"]),
        ({"role": "insurer", "insurer_number": "06999999"}, ["/insurer_number"]),
        ({"role": "institution"}, ["/institution_codes"]),
        ({"role": "pharmacy", "institution_codes": ["1312345670"]}, ["/role"]),
        ({"role": "institution", "institution_codes": ["1312345670", "9912345670"]}, ["/institution_codes/1"]),
        ({"role": "review", "institution_codes": ["1312345670"]}, ["/institution_codes"]),
        ({"role": "review", "client_secret": "short", "client_id": "a:b"}, ["/client_id", "/client_secret"]),
    ],
)
async def test_a_client_that_stands_for_what_its_role_cannot_is_refused(
    operator: RegistryCaller, body: dict[str, object], expected: list[str]
) -> None:
    await operator.make("/v1/institutions", CLINIC)
    answer = await operator.post("/v1/clients", {"client_id": "c", "client_secret": CLINIC_SECRET, **body})
    assert problem(answer) == (422, "request-invalid")
    assert pointers(answer) == expected


async def test_a_client_registered_twice_is_safe_unless_its_secret_differs(operator: RegistryCaller) -> None:
    await operator.make("/v1/institutions", CLINIC)
    path = "/v1/institutions/1312345670/clients"
    body = {"client_id": "reader-1", "client_secret": CLINIC_SECRET, "role": "reader"}
    first = await operator.make(path, body)
    again = await operator.post(path, body)
    changed = await operator.post(path, {**body, "client_secret": "another-secret-of-a-clinic"})

    assert first == {
        "client_id": "reader-1",
        "role": "reader",
        "insurer_number": None,
        "institution_codes": ["1312345670"],
    }
    assert (again.status_code, again.json()) == (200, first)
    assert problem(changed) == (409, "already-exists")
    assert problem(await operator.post("/v1/institutions/9912345670/clients", body)) == (404, "resource-not-found")


async def _pin(operator: RegistryCaller, *roots: str) -> list[str]:
    answer = await operator.post("/v1/trust-roots", {"certificates_pem": "\n".join(roots)})
    assert answer.status_code in {200, 201}, answer.text
    return [item["subject"] for item in answer.json()["items"]]


async def test_roots_are_pinned_once_and_shown_to_everybody(operator: RegistryCaller, database: TestDatabase) -> None:
    one, two = root_certificate("root 1"), root_certificate("root 2")
    assert await _pin(operator, one.pem) == ["CN=root 1"]
    assert sorted(await _pin(operator, one.pem, two.pem)) == ["CN=root 1", "CN=root 2"]
    again = await operator.post("/v1/trust-roots", {"certificates_pem": one.pem})
    shown = (await operator.http.get("/v1/trust-roots")).json()["items"]

    assert again.status_code == 200
    assert len(shown) == 2
    assert shown[0].keys() == {"authority_key_id", "subject", "not_before", "not_after"}
    reader = await asyncpg.connect(database.urls["eligibility"])
    rows = await reader.fetch("SELECT * FROM registry_published.trust_roots")
    await reader.close()
    assert {row["authority_key_id"].hex() for row in rows} == {item["authority_key_id"] for item in shown}
    assert {x509.load_der_x509_certificate(row["certificate"]) for row in rows} == {one.certificate, two.certificate}


async def test_a_root_without_end_is_pinned_and_shown(operator: RegistryCaller) -> None:
    endless = root_certificate("endless", until=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))
    assert await _pin(operator, endless.pem) == ["CN=endless"]
    (shown,) = (await operator.http.get("/v1/trust-roots")).json()["items"]
    assert shown["not_after"] == "9999-12-31T23:59:59Z"


async def test_a_root_of_another_authority_is_pinned_only_where_that_was_asked_for(
    database: TestDatabase, tmp_path: Path
) -> None:
    own, foreign = root_certificate("JPKI-SIM Authentication CA 9"), root_certificate("Another Authority")
    async with running_registry(database, tmp_path, foreign_trust_roots=False) as operator:
        both = await operator.post("/v1/trust-roots", {"certificates_pem": own.pem + foreign.pem})
        subjects = await _pin(operator, own.pem)

    assert problem(both) == (422, "request-invalid")
    (error,) = both.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/certificates_pem", "foreign-root")
    assert error["message"].startswith("Certificate 2 is of another authority")
    assert subjects == ["CN=JPKI-SIM Authentication CA 9"]


async def test_what_is_no_root_is_not_pinned(operator: RegistryCaller) -> None:
    leaf = root_certificate("leaf", is_ca=False)
    for text in (leaf.pem, "no certificate"):
        answer = await operator.post("/v1/trust-roots", {"certificates_pem": text})
        assert problem(answer) == (422, "request-invalid")
        assert pointers(answer) == ["/certificates_pem"]
