from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.service.registry.caller import (
    CLINIC,
    CLINIC_SECRET,
    DENTIST,
    OPERATOR_SECRET,
    RegistryCaller,
    problem,
    running_registry,
    write_token_key,
)
from tests.worlds import TestDatabase

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def _with_clinic(operator: RegistryCaller) -> None:
    await operator.make("/v1/institutions", CLINIC)
    await operator.make("/v1/institutions/1312345670/clients", {"client_id": "clinic", "client_secret": CLINIC_SECRET})


async def test_a_clinics_token_stands_for_its_institution(operator: RegistryCaller) -> None:
    await _with_clinic(operator)

    answer = await operator.token("clinic", CLINIC_SECRET)

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 600)
    assert body["scope"] == "consent:read consent:write eligibility:check"
    keys = KeySet.import_key_set((await operator.get("/.well-known/jwks.json")).json())
    claims = jwt.decode(body["access_token"], keys, algorithms=["ES256"]).claims
    assert claims["sub"] == "clinic"
    assert claims["role"] == "institution"
    assert claims["institution_code"] == "1312345670"
    assert claims["world"] == "default"
    assert claims["exp"] - claims["iat"] == 600


async def test_credentials_may_stand_in_the_form(operator: RegistryCaller) -> None:
    form = {
        "grant_type": "client_credentials",
        "client_id": "operator",
        "client_secret": OPERATOR_SECRET,
        "scope": "registry:read",
    }
    answer = await operator.http.post("/v1/oauth/token", data=form)
    assert (answer.status_code, answer.json()["scope"]) == (200, "registry:read")


async def test_a_client_of_several_institutions_names_one(operator: RegistryCaller) -> None:
    await operator.make("/v1/institutions", CLINIC)
    await operator.make("/v1/institutions", DENTIST)
    await operator.make("/v1/institutions", {**CLINIC, "institution_code": "1312345671", "name": "別"})
    cloud = {
        "client_id": "cloud",
        "client_secret": CLINIC_SECRET,
        "role": "reader",
        "institution_codes": ["1312345670", "1332345670"],
    }
    await operator.make("/v1/clients", cloud)

    named = await operator.token("cloud", CLINIC_SECRET, institution="1332345670")
    unnamed = await operator.token("cloud", CLINIC_SECRET)
    foreign = await operator.token("cloud", CLINIC_SECRET, institution="1312345671")
    unreadable = await operator.token("cloud", CLINIC_SECRET, institution="13")

    assert named.status_code == 200
    assert (unnamed.status_code, unnamed.json()["error"]) == (400, "invalid_request")
    assert (foreign.status_code, foreign.json()["error"]) == (400, "unauthorized_client")
    assert (unreadable.status_code, unreadable.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"scope": "registry:read eligibility:check"}, 400, "invalid_scope"),
        ({"scope": "everything"}, 400, "invalid_scope"),
        ({"institution": "1312345670"}, 400, "unauthorized_client"),
        ({"client_id": "another"}, 400, "invalid_request"),
        ({"client_secret": OPERATOR_SECRET}, 400, "invalid_request"),
    ],
)
async def test_a_token_request_that_is_wrong_is_refused_as_rfc_6749_says(
    operator: RegistryCaller, form: dict[str, str], status: int, error: str
) -> None:
    answer = await operator.token("operator", OPERATOR_SECRET, **form)

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json().keys() == {"error", "error_description"}
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "request_parts",
    [
        {"auth": ("operator", "wrong-secret-of-operator")},
        {"auth": ("nobody", OPERATOR_SECRET)},
        {"auth": ("nobody\x00", OPERATOR_SECRET)},
        {"headers": {"Authorization": "Basic ???"}},
        {"headers": {"Authorization": "Basic " + b64encode(b"operator").decode()}},
        {"headers": {"Authorization": "Bearer abc"}},
        {},
    ],
)
async def test_a_client_that_does_not_authenticate_gets_401(
    operator: RegistryCaller, request_parts: dict[str, Any]
) -> None:
    answer = await operator.http.post("/v1/oauth/token", data={"grant_type": "client_credentials"}, **request_parts)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    # RFC 6749, 5.2: the way that was tried, if one was.
    tried = bool(request_parts)
    assert answer.headers.get("www-authenticate") == ('Basic realm="onshi"' if tried else None)


@pytest.mark.parametrize(
    "body",
    [b"grant_type=client_credentials&grant_type=client_credentials", b"grant_type", b"grant_type=%ff", b"\xff=1"],
)
async def test_a_form_that_cannot_be_read_is_an_invalid_request(operator: RegistryCaller, body: bytes) -> None:
    answer = await operator.http.post("/v1/oauth/token", content=body, headers=FORM, auth=("operator", OPERATOR_SECRET))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


async def test_a_token_request_takes_only_a_small_form(operator: RegistryCaller) -> None:
    as_json = await operator.http.post("/v1/oauth/token", json={"grant_type": "client_credentials"})
    too_large = await operator.http.post("/v1/oauth/token", content=b"a=" + b"b" * 9000, headers=FORM)

    assert (as_json.status_code, as_json.json()["error"]) == (400, "invalid_request")
    assert problem(too_large) == (413, "body-too-large")


async def test_a_new_operator_secret_replaces_the_old_one_at_the_next_start(
    database: TestDatabase, tmp_path: Path
) -> None:
    async with running_registry(database, tmp_path):
        pass
    async with running_registry(database, tmp_path, operator_secret="another-secret-of-the-operator") as operator:
        assert (await operator.token("operator", OPERATOR_SECRET)).status_code == 401


async def test_a_second_start_publishes_the_same_key_only_once(database: TestDatabase, tmp_path: Path) -> None:
    key_file = write_token_key(tmp_path)
    async with running_registry(database, tmp_path, token_key_file=key_file):
        pass
    async with running_registry(database, tmp_path, token_key_file=key_file) as operator:
        assert (await operator.get("/readyz")).json()["checks"] == {"database": True, "token_keys": True}
        keys = (await operator.get("/.well-known/jwks.json")).json()["keys"]
        assert len(keys) == 1
        assert keys[0].keys() == {"kty", "crv", "x", "y", "kid", "use", "alg"}


async def test_what_needs_a_token_refuses_without_one(operator: RegistryCaller) -> None:
    await _with_clinic(operator)
    clinic = await operator.acting_as("clinic", CLINIC_SECRET)
    reading_only = await operator.acting_as("operator", OPERATOR_SECRET, scope="registry:read")

    without = await operator.http.get("/v1/insurers")
    wrong = await operator.http.get("/v1/insurers", headers={"Authorization": "Bearer a.b.c"})
    basic = await operator.http.get("/v1/insurers", auth=("operator", OPERATOR_SECRET))
    less = await reading_only.post("/v1/institutions", DENTIST)

    assert problem(without) == (401, "token-missing")
    # RFC 6750, 3: nothing is said to be wrong where nothing came, and what is wrong is said in its words.
    assert without.headers["www-authenticate"] == 'Bearer realm="onshi"'
    assert basic.headers["www-authenticate"] == 'Bearer realm="onshi"'
    assert wrong.headers["www-authenticate"] == 'Bearer realm="onshi", error="invalid_token"'
    assert less.headers["www-authenticate"] == (
        'Bearer realm="onshi", error="insufficient_scope", scope="registry:admin"'
    )
    assert problem(await clinic.get("/v1/insurers")) == (403, "scope-missing")
    assert problem(await clinic.post("/v1/institutions", DENTIST)) == (403, "role-not-allowed")
    assert problem(await reading_only.post("/v1/institutions", DENTIST)) == (403, "scope-missing")
