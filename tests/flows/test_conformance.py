"""Conformance over HTTP: what a client does against the rules is found, whichever worker saw it."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest

from onshi.client import Clinic
from onshi.retrying import Retries
from tests.flows.people import card_of, clinic_of, persona
from tests.flows.program import WITHIN_S, Simulator, copied_world, run, simulator_in
from tests.worlds import PLAIN

CHECKS = "/eligibility/v1/checks"
PATIENCE_S = 30.0


@pytest.fixture(scope="module")
def counted(stopped_world: Path) -> Iterator[Simulator]:
    """A simulator of two workers, whose counters are nobody else's."""
    with copied_world(stopped_world) as folder, simulator_in(folder, "--workers", "2") as started:
        yield started


class Desk:
    """Sends requests by hand as one client, in whatever way a rule forbids."""

    def __init__(self, simulator: Simulator, client_id: str) -> None:
        self.simulator, self.client_id = simulator, client_id
        with clinic_of(simulator.base_url, simulator.control_url, client_id) as clinic:
            self._token = clinic.token()

    def send(self, method: str, path: str, json: Any = None, **headers: str) -> httpx.Response:
        sent = {
            "Authorization": f"Bearer {self._token}",
            **{name.replace("_", "-"): text for name, text in headers.items()},
        }
        return httpx.request(
            method, f"{self.simulator.base_url}{path}", json=json, headers=sent, verify=PLAIN, timeout=WITHIN_S
        )

    def check(self, persona_id: str = "employee-with-limit", **more: Any) -> httpx.Response:
        insured = persona(self.simulator.control_url, persona_id)["insured"]
        return self.send("POST", CHECKS, {"insured": insured, "purpose": "CARE_VISIT", **more})


def verdicts(simulator: Simulator, client_id: str) -> dict[str, dict[str, Any]]:
    answer = httpx.get(f"{simulator.control_url}/conformance", params={"client_id": client_id}, timeout=WITHIN_S)
    assert answer.status_code == 200, answer.text
    return {rule["id"]: rule for rule in answer.json()["rules"]}


def broken(simulator: Simulator, client_id: str, expected: set[str]) -> dict[str, dict[str, Any]]:
    """Return the rules that a client broke, once the ``expected`` are among them."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        found = {name: rule for name, rule in verdicts(simulator, client_id).items() if rule["verdict"] == "broken"}
        if expected <= set(found) or time.monotonic() > deadline:
            return found
        time.sleep(0.1)


def situations(simulator: Simulator, **query: str) -> dict[str, Any]:
    answer = httpx.get(f"{simulator.control_url}/situations", params=query, timeout=WITHIN_S)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_what_a_careless_client_does_is_found(counted: Simulator) -> None:
    desk = Desk(counted, "hospital")
    who = persona(counted.control_url, "employee-with-limit")
    ids = {
        "fields-known": desk.check(pupose="CARE_VISIT"),
        "values-in-form": desk.send("POST", CHECKS, {"insured": who["insured"], "purpose": "CARE"}),
        "numbers-in-form": desk.send(
            "POST", CHECKS, {"insured": {**who["insured"], "insurer_number": "x"}, "purpose": "CARE_VISIT"}
        ),
        "day-possible": desk.check(as_of="2031-01-01"),
        "body-readable": desk.send("POST", CHECKS, {}, Content_Type="text/plain"),
        "my-number-never": desk.check(client_reference="123456789018"),
        "address-known": desk.send("GET", "/eligibility/v1/check"),
        "cursor-as-given": desk.send("GET", f"{CHECKS}?after=nonsense"),
        "user-agent-sent": desk.send("GET", f"{CHECKS}?after=latest", User_Agent=""),
        "purpose-never-online": desk.check(purpose="EMPLOY_CONTRACT"),
        "purpose-fits-the-institution": desk.check(purpose="REVIEW"),
        "role-and-scope-fit": desk.send("POST", "/registry/v1/persons", {}),
    }
    found = broken(counted, "hospital", set(ids))

    assert set(ids) <= set(found), {name: answer.text for name, answer in ids.items() if name not in found}
    for name, answer in ids.items():
        assert answer.headers["X-Request-Id"] in found[name]["examples"], name
    assert set(found) - set(ids) <= {"values-in-form"}


def test_a_careful_client_breaks_nothing_and_meets_what_it_met(counted: Simulator) -> None:
    with clinic_of(counted.base_url, counted.control_url, "clinic") as clinic:
        for persona_id in ("employee-with-limit", "coverage-lost"):
            with card_of(counted.base_url, persona(counted.control_url, persona_id)) as card:
                clinic.check_card(card)
        for persona_id in ("changed-insurer", "unknown-identifiers"):
            insured = persona(counted.control_url, persona_id)["insured"]
            clinic.check(insured=insured, purpose="CARE_VISIT", limit_certificate_consent=True)
    deadline = time.monotonic() + PATIENCE_S
    while (rules := verdicts(counted, "clinic"))["consent-of-somebody-there"]["verdict"] != "kept":
        assert time.monotonic() < deadline, "not counted"
        time.sleep(0.1)

    assert not [name for name, rule in rules.items() if rule["verdict"] == "broken"]
    for kept in ("token-sent", "nonce-once", "nonce-from-the-answer", "user-agent-sent", "consent-of-somebody-there"):
        assert rules[kept]["verdict"] == "kept", kept
    for never in ("retry-after-kept", "many-in-bulk", "ambiguous-asked-again"):
        assert rules[never]["verdict"] == "not_exercised", never
    met = situations(counted, client_id="clinic")
    ids = {each["id"] for each in met["situations"] if each["met"]}
    assert {"validity:valid", "validity:invalid", "validity:superseded", "validity:not_found"} <= ids
    assert {"persona:employee-with-limit", "persona:coverage-lost", "persona:unknown-identifiers"} <= ids
    assert "refusal:nonce-used" not in ids
    assert (met["met"], met["total"], met["complete"]) == (len(ids), len(met["situations"]), True)
    assert situations(counted)["met"] >= met["met"]


def test_who_comes_back_too_soon_is_found_on_either_worker(counted: Simulator) -> None:
    desk = Desk(counted, "pharmacy")
    fault = {"kind": "status", "parameters": {"status": 503}, "match": {"client_id": "pharmacy"}, "times": 1}
    made = httpx.post(f"{counted.control_url}/faults", json=fault, timeout=WITHIN_S)
    assert made.status_code == 201, made.text
    first, second = desk.check(), desk.check()

    assert (first.status_code, second.status_code) == (503, 200)
    expected = {"retry-after-kept", "key-on-a-repeat"}
    found = broken(counted, "pharmacy", expected)
    assert set(found) == expected
    assert found["key-on-a-repeat"]["examples"] == [second.headers["X-Request-Id"]]
    met = {each["id"] for each in situations(counted, client_id="pharmacy")["situations"] if each["met"]}
    assert "refusal:overloaded" in met


def test_what_is_asked_over_and_over_is_found(counted: Simulator) -> None:
    desk = Desk(counted, "limited")
    for _ in range(5):
        desk.send("GET", CHECKS)
        desk.check()
    invalid = [desk.check(purpose="CARE") for _ in range(2)]
    with (
        card_of(counted.base_url, persona(counted.control_url, "employee-with-limit")) as card,
        clinic_of(counted.base_url, counted.control_url, "limited") as clinic,
    ):
        clinic.check_card(card)
    desk.check()

    assert [each.status_code for each in invalid] == [422, 422]
    expected = {"list-goes-on", "once-a-visit", "refused-not-repeated", "card-before-numbers"}
    assert expected <= set(broken(counted, "limited", expected))


def test_a_client_that_nobody_knows_has_exercised_nothing(counted: Simulator) -> None:
    assert {rule["verdict"] for rule in verdicts(counted, "nobody-at-all").values()} == {"not_exercised"}


def test_a_reset_begins_anew(counted: Simulator) -> None:
    made = httpx.post(f"{counted.control_url}/sandboxes", json={"name": "conforming"}, timeout=WITHIN_S)
    assert made.status_code == 201, made.text
    place = made.json()
    clinic = next(each for each in place["credentials"] if each["client_id"] == "clinic")
    with Clinic(place["base_url"], "clinic", clinic["client_secret"], retries=Retries()) as one:
        one.token()
    world = Simulator(place["base_url"], place["control_url"], counted.folder, counted.log, counted.process)
    deadline = time.monotonic() + PATIENCE_S
    while verdicts(world, "clinic")["client-secret-right"]["verdict"] != "kept":
        assert time.monotonic() < deadline, "not counted"
        time.sleep(0.1)
    httpx.post(f"{counted.control_url}/sandboxes/conforming/reset", timeout=WITHIN_S).raise_for_status()

    assert {rule["verdict"] for rule in verdicts(world, "clinic").values()} == {"not_exercised"}


def test_the_command_says_so_with_its_exit_code_and_files(counted: Simulator, tmp_path: Path) -> None:
    desk = Desk(counted, "nursing")
    desk.send("GET", f"{CHECKS}?after=latest")
    to = ("--control-url", counted.control_url, "--client", "nursing")
    junit, page = tmp_path / "conformance.xml", tmp_path / "conformance.html"
    kept = run("conformance", *to, "--require", "user-agent-sent")
    missed = run("conformance", *to, "--require", "nonce-once", "--junit", str(junit), "--html", str(page))
    desk.send("GET", f"{CHECKS}?after=latest", User_Agent="")
    broken_one = run("conformance", *to, "--json")

    assert kept.returncode == 0, kept.stderr
    assert "nursing: " in kept.stdout
    assert (missed.returncode, broken_one.returncode) == (1, 1), missed.stderr
    told = json.loads(broken_one.stdout)
    assert [rule["id"] for rule in told["rules"] if rule["verdict"] == "broken"] == ["user-agent-sent"]
    suite = ET.parse(junit).find("testsuite")  # noqa: S314 - our own file
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("54", "1")
    (failed,) = [case.get("name") for case in suite if case.find("failure") is not None]
    assert failed == "nonce-once"
    assert "未確認 / not exercised" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--client", "clinic", "--require", "no-such-rule"), "no rule no-such-rule"),
        (("--client", "nobody-at-all"), "no request of a client 'nobody-at-all' has been counted"),
        (("--client", "clinic", "--junit", "/gone/away.xml"), "/gone/away.xml"),
        ((), "--client"),
    ],
)
def test_what_the_command_cannot_do_is_another_exit_code(
    counted: Simulator, arguments: tuple[str, ...], said: str
) -> None:
    with clinic_of(counted.base_url, counted.control_url) as clinic:
        clinic.challenge()
    finished = run("conformance", "--control-url", counted.control_url, *arguments)

    assert (finished.returncode, finished.stdout) == (2, "")
    assert said in finished.stderr


def test_nobody_there_is_exit_code_two() -> None:
    finished = run("conformance", "--control-url", "http://127.0.0.1:9", "--client", "clinic")

    assert finished.returncode == 2
    assert "start one with `onshi up`" in finished.stderr


@pytest.mark.parametrize(("language", "broken_word"), [("ja", "違反"), ("en", "broken")])
def test_the_console_shows_it_too(counted: Simulator, language: str, broken_word: str) -> None:
    Desk(counted, "nursing").send("GET", f"{CHECKS}?after=latest", User_Agent="")
    broken(counted, "nursing", {"user-agent-sent"})
    query = {"client_id": "nursing", "lang": language}
    shown = httpx.get(f"{counted.control_url}/console/conformance", params=query, timeout=WITHIN_S)
    (row,) = re.findall(r'<tr id="rule-user-agent-sent">.*?</tr>', shown.text, re.DOTALL)

    assert shown.status_code == 200
    assert f'<span class="bad">{broken_word}</span>' in row
    assert "/console/journal/requests/" in row
    assert '<details id="situations-validity">' in shown.text
    assert 'href="/console/conformance"' in httpx.get(f"{counted.control_url}/", timeout=WITHIN_S).text


@pytest.mark.parametrize("path", ["conformance", "situations"])
def test_a_name_that_no_client_has_is_refused(counted: Simulator, path: str) -> None:
    answer = httpx.get(f"{counted.control_url}/{path}?client_id=%00", timeout=WITHIN_S)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/query/client_id")
