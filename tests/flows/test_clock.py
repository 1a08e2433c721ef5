"""A world's clock, moved over HTTP: two workers and every service follow, in one step as in thirty."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509

from onshi.problems import OnshiProblem
from tests.flows.people import card_of, clinic_of, credential, persona
from tests.flows.program import Simulator, copied_world, simulator_in

PROBLEM = "urn:onshi:problem:"
NINE = "2026-11-21T09:00:00+09:00"


@pytest.fixture(scope="module")
def moving(stopped_world: Path) -> Iterator[Simulator]:
    """A world of its own for these tests, with two workers; its clock only goes forward."""
    with copied_world(stopped_world) as folder, simulator_in(folder, "--workers", "2") as started:
        yield started


def move(simulator: Simulator, **asked: str) -> httpx.Response:
    return httpx.put(f"{simulator.control_url}/clock", json=asked, timeout=30)


def moved(simulator: Simulator, **asked: str) -> dict[str, Any]:
    answer = move(simulator, **asked)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def headers_of(simulator: Simulator, client_id: str = "clinic") -> dict[str, str]:
    client = credential(simulator.control_url, client_id)
    answer = httpx.post(
        f"{simulator.base_url}/registry/v1/oauth/token",
        data={"grant_type": "client_credentials"},
        auth=(client["client_id"], client["client_secret"]),
    )
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def by_card(simulator: Simulator, persona_id: str, **asked: Any) -> dict[str, Any]:
    who = persona(simulator.control_url, persona_id)
    with clinic_of(simulator.base_url, simulator.control_url) as clinic, card_of(simulator.base_url, who) as card:
        try:
            return dict(clinic.check_card(card, purpose="CARE_VISIT", **asked).document)
        except OnshiProblem as problem:
            return {"refusal": problem.code}


def test_what_is_no_move_is_refused(moving: Simulator) -> None:
    for asked in ({}, {"set": NINE, "advance": "P1D"}, {"advance": "1 day"}, {"advance": "-P1D"}, {"mode": "slow"}):
        assert move(moving, **asked).status_code == 422, asked
    assert move(moving, advance="P900Y").json()["errors"][0]["pointer"] == "/advance"


def test_a_frozen_clock_stands_still_and_no_clock_goes_back(moving: Simulator) -> None:
    frozen = moved(moving, set=NINE, mode="frozen")
    back = move(moving, set="2026-11-21T08:59:59+09:00")

    assert frozen == {"now": NINE, "mode": "frozen", "started_from": "2026-11-20"}
    assert (back.status_code, back.json()["type"]) == (409, f"{PROBLEM}clock-goes-back")
    assert httpx.get(f"{moving.control_url}/clock").json() == frozen
    assert moved(moving, mode="running")["mode"] == "running"


def test_while_the_clock_stands_still_what_is_written_is_known_at_once(moving: Simulator) -> None:
    moved(moving, mode="frozen")
    asked = {"name": "試験　次郎", "birthdate": "1985-04-01", "sex": "male", "limit_certificate": {"category": "A03"}}
    who = httpx.post(f"{moving.control_url}/patients", json=asked).raise_for_status().json()
    with clinic_of(moving.base_url, moving.control_url) as clinic:
        before = clinic.check(insured=who["insured"], purpose="CARE_VISIT", limit_certificate_consent=True)
        path = f"{moving.base_url}/registry/v1/coverages/{who['coverage_id']}/loss"
        lost = {"lost_on": "2026-11-01", "loss_reason": "other"}
        httpx.post(path, json=lost, headers=headers_of(moving, "operator")).raise_for_status()
        after = clinic.check(insured=who["insured"], purpose="CARE_VISIT")
    moved(moving, mode="running")

    assert before.results[0].limit_certificate is not None
    assert (before.validity, after.validity) == ("valid", "invalid")


def test_a_month_later_every_service_has_the_new_day_on_every_worker(moving: Simulator) -> None:
    now = moved(moving, set="2026-12-20T09:00:00+09:00", mode="frozen")["now"]
    operator = headers_of(moving, "operator")
    clinic = headers_of(moving)
    who = persona(moving.control_url, "employee-with-limit")
    check = {"insured": who["insured"], "purpose": "CARE_VISIT"}

    # Each call on a connection of its own: one worker or the other takes it.
    for number in range(6):
        eligibility = httpx.post(f"{moving.base_url}/eligibility/v1/checks", json=check, headers=clinic).json()
        assert (eligibility["as_of"], eligibility["checked_at"]) == ("2026-12-20", "2026-12-20T09:00:00+09:00")
        person = {"name": f"試験　{number}", "birthdate": "1985-04-01", "sex": "female"}
        registered = httpx.post(f"{moving.base_url}/registry/v1/persons", json=person, headers=operator).json()
        assert registered["recorded_at"][:10] == "2026-12-20"
        opening = {"purpose": "DISASTER_READ", "prefecture": "99", "ends_at": "2026-12-20T08:59:59+09:00"}
        refused = httpx.post(f"{moving.base_url}/consent/v1/openings", json=opening, headers=operator)
        assert [each["pointer"] for each in refused.json()["errors"]] == ["/ends_at"]
        der = httpx.get(f"{moving.base_url}/jpki/ca/authentication/3.crl").content
        issued = x509.load_der_x509_crl(der).last_update_utc
        assert issued == datetime(2026, 12, 20, 0, 0, tzinfo=UTC)
        assert by_card(moving, "employee-with-limit")["validity"] == "valid"
    assert httpx.get(f"{moving.control_url}/clock").json()["now"] == now


def test_the_personas_say_that_their_day_is_past(moving: Simulator) -> None:
    moved(moving, set="2026-12-21T09:00:00+09:00")
    listed = httpx.get(f"{moving.control_url}/personas").json()

    assert (listed["today"], listed["items"][0]["as_of"]) == ("2026-12-21", "2026-11-20")
    assert {each["is_as_of_today"] for each in listed["items"]} == {False}


def test_tokens_and_nonces_end_by_the_clock(moving: Simulator) -> None:
    headers = headers_of(moving)
    challenges = f"{moving.base_url}/eligibility/v1/challenges"
    nonce = httpx.post(challenges, headers=headers).json()["nonce"]
    who = persona(moving.control_url, "employee-with-limit")["card"]
    proof = httpx.post(
        f"{moving.base_url}/jpki/v1/cards/{who['card_id']}/presence-proofs",
        json={"pin": who["pin"], "nonce": nonce, "institution": "1319999999", "purpose": "CARE_VISIT"},
    ).json()

    moved(moving, advance="PT11M")
    expired = httpx.post(challenges, headers=headers)
    old = httpx.post(f"{moving.base_url}/eligibility/v1/checks", json=proof, headers=headers_of(moving))

    assert (expired.status_code, expired.json()["type"]) == (401, f"{PROBLEM}token-expired")
    assert (old.status_code, old.json()["type"]) == (409, f"{PROBLEM}nonce-expired")


@pytest.mark.parametrize(
    ("day", "answer"),
    [("2026-12-22", "expires_soon"), ("2027-01-05", "in_grace"), ("2027-05-01", "certificate-expired")],
)
def test_a_certificate_ends_as_the_days_pass(moving: Simulator, day: str, answer: str) -> None:
    # Its last day is 45 days after 2026-11-20: 2027-01-04; the grace ends with the third month after that month.
    moved(moving, set=f"{day}T09:00:00+09:00")

    found = by_card(moving, "certificate-expires-soon")

    assert found.get("certificate_state", found.get("refusal")) == answer


def test_a_restart_goes_on_where_the_clock_stood(stopped_world: Path) -> None:
    with copied_world(stopped_world) as folder:
        with simulator_in(folder) as first:
            left = moved(first, set="2027-02-01T00:00:00+09:00", mode="frozen")
        with simulator_in(folder, "--date", "2026-11-20") as again:
            assert httpx.get(f"{again.control_url}/clock").json() == left
            assert by_card(again, "employee-with-limit")["as_of"] == "2027-02-01"


def test_thirty_days_in_one_step_or_in_thirty_are_the_same(stopped_world: Path) -> None:
    with prepared(stopped_world) as one, prepared(stopped_world) as other:
        moved(one, advance="P30D")
        for _ in range(30):
            moved(other, advance="P1D")

        assert reads(one) == reads(other)


@contextmanager
def prepared(stopped_world: Path) -> Iterator[Simulator]:
    """A world in which something is under way, with its clock standing still."""
    with copied_world(stopped_world) as folder, simulator_in(folder) as simulator:
        moved(simulator, set=NINE, mode="frozen")
        headers = headers_of(simulator)
        insured = persona(simulator.control_url, "employee-with-limit")["insured"]
        items = [{"item_reference": f"pt-{number}", "insured": insured} for number in range(200)]
        by_card(simulator, "consents-given", consents=["medication"])
        bulk = httpx.post(
            f"{simulator.base_url}/eligibility/v1/bulk-checks",
            json={"items": items},
            headers=headers | {"Idempotency-Key": "monthly"},
        )
        assert bulk.status_code == 202
        yield simulator


READS = {
    "clinic": (
        "/eligibility/v1/checks?limit=5",
        "/eligibility/v1/bulk-checks",
        "/consent/v1/consents",
        "/consent/v1/disclosures",
    ),
    "operator": (
        "/registry/v1/insurers",
        "/registry/v1/institutions",
        "/registry/v1/reports/overlaps",
        "/registry/v1/reports/late-registrations",
        "/registry/v1/trust-roots",
        "/consent/v1/openings",
        "/consent/v1/disclosures",
        "/consent/v1/purposes",
    ),
}
MADE_BY_CHANCE = {"check_id", "consent_id", "opening_id", "next_cursor", "version", "recorded_at", "pinned_at"}


def reads(simulator: Simulator) -> list[Any]:
    """Everything that is read, without what is made by chance, and what everybody answers now."""
    found: list[Any] = []
    for client_id, paths in READS.items():
        headers = headers_of(simulator, client_id)
        found += [(path, settled(whole(simulator.base_url + path, headers))) for path in paths]
    ids = [each["id"] for each in httpx.get(f"{simulator.control_url}/personas").json()["items"] if each["insured"]]
    with clinic_of(simulator.base_url, simulator.control_url) as clinic:
        for persona_id in ids[::4]:
            insured = persona(simulator.control_url, persona_id)["insured"]
            found.append((persona_id, settled(clinic.check(insured=insured, purpose="CARE_VISIT").document)))
    found += [(each, settled(by_card(simulator, each))) for each in ("certificate-in-grace", "consents-given")]
    return found


def whole(url: str, headers: dict[str, str]) -> Any:
    """A list with all its pages: what stands on the first one is made by chance where all is of one instant."""
    answer = httpx.get(url, headers=headers)
    assert answer.status_code == 200, (url, answer.text)
    read = answer.json()
    if isinstance(read, dict) and url.endswith("/disclosures"):
        cursor = read["next_cursor"]
        while cursor is not None:
            page = httpx.get(url, params={"cursor": cursor}, headers=headers).json()
            read["items"] += page["items"]
            cursor = page["next_cursor"]
    return read


def settled(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: settled(value) for name, value in part.items() if name not in MADE_BY_CHANCE}
    if not isinstance(part, list):
        return part
    # What happened at one instant of a clock that stands still is listed by ids, which are made by chance.
    each_settled = [settled(each) for each in part]
    is_by_instant = all(isinstance(each, dict) and "checked_at" in each for each in each_settled)
    return sorted(each_settled, key=_as_text) if is_by_instant else each_settled


def _as_text(part: Any) -> str:
    return json.dumps(part, sort_keys=True)
