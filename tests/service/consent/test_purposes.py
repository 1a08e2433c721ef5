"""The purpose table over HTTP."""

from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import httpx
import msgspec
import pytest
from joserfc.jwk import ECKey

from services.consent.app import create_app
from shared.domain.roles import GRANTABLE, Role
from shared.pki.tokens import Caller, TokenIssuer
from shared.web.edge import Edge
from tests.worlds import CLOCK, TestDatabase, serving


@pytest.fixture
async def http(database: TestDatabase) -> AsyncIterator[httpx.AsyncClient]:
    """The consent service, called by an institution."""
    now, tokens = CLOCK.now(), TokenIssuer(ECKey.generate_key("P-256"))
    admin = await asyncpg.connect(database.admin_url)
    await admin.execute(
        "INSERT INTO registry_published.token_keys (key_id, jwk, known_from) VALUES ($1,$2,$3)",
        tokens.key_id,
        msgspec.json.encode(tokens.public_jwk()).decode(),
        now - timedelta(days=1),
    )
    await admin.close()
    caller = Caller("test", Role.INSTITUTION, GRANTABLE[Role.INSTITUTION], "default", now + timedelta(minutes=10))
    async with serving(Edge(create_app(database.settings()))) as client:
        client.headers["Authorization"] = f"Bearer {tokens.issue(caller, now)}"
        yield client


async def test_the_table_holds_every_literal_with_its_article(http: httpx.AsyncClient) -> None:
    items = {item["code"]: item for item in (await http.get("/v1/purposes")).json()["items"]}
    assert set(items) == {
        "CARE_VISIT",
        "CARE_NURSING",
        "CARE_HOME",
        "CARE_ONLINE",
        "CARE_HOME_RECHECK",
        "EMERGENCY",
        "DISASTER_READ",
        "BULK_PRECHECK",
        "CLAIM",
        "REVIEW",
        "INSURER",
        "PUBLIC_ASSIST",
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
    }
    assert items["PRIVATE_INS"]["article"] == "健康保険法194条の2第3項"
    assert items["PRIVATE_INS"]["opens"] == []
    assert items["EMPLOYER_PROC"]["number_may_be_held"] is True
    assert items["EMPLOYER_PROC"]["has_online_answer"] is False


async def test_a_bank_may_not_ask_for_identity(http: httpx.AsyncClient) -> None:
    answer = await http.post("/v1/purpose-checks", json={"purpose": "IDENTITY", "role": "other"})
    body = answer.json()
    assert body["is_allowed"] is False
    assert body["refusal"]["code"] == "purpose-prohibited"


async def test_a_bank_may_not_name_care_either(http: httpx.AsyncClient) -> None:
    answer = await http.post("/v1/purpose-checks", json={"purpose": "CARE_VISIT", "role": "other"})
    assert answer.json()["refusal"]["code"] == "purpose-not-for-this-role"


async def test_a_limited_institution_gets_part_of_what_it_asks_for(http: httpx.AsyncClient) -> None:
    body = {"purpose": "CARE_VISIT", "role": "limited", "data_kinds": ["coverage", "medication"]}
    verdict = (await http.post("/v1/purpose-checks", json=body)).json()
    assert (verdict["is_allowed"], verdict["open_kinds"], verdict["closed_kinds"]) == (
        False,
        ["coverage"],
        ["medication"],
    )
    assert verdict["methods"] == ["insured_identifier", "my_number_card"]


@pytest.mark.parametrize(
    ("asked", "opened", "methods", "waiting", "refusal"),
    [
        (("CARE_VISIT", "medication", "insured_identifier"), False, [], [], "purpose-not-by-this-method"),
        (("CARE_VISIT", "medication", None), True, ["my_number_card"], ["medication"], None),
        (("CARE_VISIT", "limit_certificate", "my_number_card"), True, ["my_number_card"], [], None),
        (
            ("CARE_VISIT", "limit_certificate", "insured_identifier"),
            True,
            ["insured_identifier"],
            ["limit_certificate"],
            None,
        ),
        (("CLAIM", "limit_certificate", None), True, ["recheck"], ["limit_certificate"], None),
        (("EMERGENCY", "medication", "demographics"), True, ["demographics"], [], None),
        (("EMERGENCY", "medication", "my_number_card"), True, ["my_number_card"], ["medication"], None),
        (("CARE_HOME_RECHECK", "medication", None), True, ["recheck"], ["medication"], None),
    ],
)
async def test_a_kind_is_open_only_in_the_ways_that_show_it(
    http: httpx.AsyncClient,
    asked: tuple[str, str, str | None],
    opened: bool,
    methods: list[str],
    waiting: list[str],
    refusal: str | None,
) -> None:
    purpose, kind, method = asked
    body = {"purpose": purpose, "role": "institution", "data_kinds": [kind], "method": method}
    verdict = (await http.post("/v1/purpose-checks", json=body)).json()
    assert (verdict["is_allowed"], verdict["methods"], verdict["needs_consent"]) == (opened, methods, waiting)
    assert (verdict["refusal"] or {}).get("code") == refusal


async def test_without_a_token_nothing_is_explained(http: httpx.AsyncClient) -> None:
    answer = await http.get("/v1/purposes", headers={"Authorization": ""})
    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:onshi:problem:token-missing"


async def test_all_violations_are_named(http: httpx.AsyncClient) -> None:
    answer = await http.post("/v1/purpose-checks", json={"purpose": "X", "role": "Y", "data_kinds": [], "more": 1})
    assert answer.status_code == 422
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert {"/purpose", "/data_kinds", "/more"} <= pointers


async def test_a_body_over_64_kib_is_a_refusal_like_any_other(http: httpx.AsyncClient) -> None:
    async def unannounced() -> AsyncIterator[bytes]:
        for _ in range(65):
            yield b" " * 1024

    for content in (b" " * (64 * 1024 + 1), unannounced()):
        answer = await http.post("/v1/purpose-checks", content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code == 413
        assert answer.json()["type"] == "urn:onshi:problem:body-too-large"
