"""A world of test patients in which every table has rows: what is done in a day, and what lies there for minutes."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from simulator.asking.story import tell
from tests.flows.changing import changed
from tests.flows.people import card_of, clinic_of, credential, persona
from tests.flows.program import WITHIN_S, Simulator, run
from tests.worlds import PLAIN

PATIENT, CLINIC = "employee-with-limit", "9910000018"
_THE_REST = Path(__file__).with_name("loaded_world.sql")
_MEMBERS = """name,sex,birthdate,insurer_number,number,branch,relationship,acquired_on
試験　一,male,1970-01-02,06139018,880001,00,self,2020-04-01
試験　二,male,1867-01-02,06139018,880002,00,self,2020-04-01
"""


class _Callers:
    """The clients of one simulator."""

    def __init__(self, http: httpx.Client, control_url: str) -> None:
        self._http, self._control_url = http, control_url

    def headers(self, client_id: str) -> dict[str, str]:
        secret = credential(self._control_url, client_id)["client_secret"]
        grant = {"grant_type": "client_credentials"}
        answer = self._http.post("/registry/v1/oauth/token", data=grant, auth=(client_id, secret))
        return {"Authorization": f"Bearer {answer.raise_for_status().json()['access_token']}"}

    def call(self, method: str, path: str, body: Any = None, *, by: str | None = None, **more: Any) -> Any:
        """Return what is answered, which must be no refusal, or the one that is ``expected``."""
        expected, headers = more.pop("expected", None), more.pop("headers", None)
        headers = headers or (self.headers(by) if by else {})
        answer = self._http.request(method, path, json=body, headers=headers, **more)
        assert answer.is_success if expected is None else answer.status_code == expected, (path, answer.text)
        return answer.json() if answer.content else None

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.call("POST", path, body, **more)


def a_check_and_a_day_a_month_later(simulator: Simulator, folder: Path) -> None:
    """Do in a running simulator what leaves rows in its tables; ``folder`` takes a file of members."""
    patient = persona(simulator.control_url, PATIENT)
    with clinic_of(simulator.base_url, simulator.control_url) as clinic, card_of(simulator.base_url, patient) as card:
        # Records are kept by month, a part for each.
        clinic.check(insured=patient["insured"], purpose="CARE_VISIT")
        changed(simulator, "PUT", "/clock", {"advance": "P1M"})
        assert all(step.is_as_expected for step in tell(clinic, card, patient))
        agreed = clinic.check_card(card, purpose="CARE_HOME", consents=["medication"])
    with httpx.Client(base_url=simulator.base_url, timeout=WITHIN_S, verify=PLAIN) as http:
        callers = _Callers(http, simulator.control_url)
        _at_the_clinic(callers, patient, str(agreed.check_id))
        _at_home(callers, patient)
        _cards(callers)
        _registered(callers, simulator, folder)
        _until(lambda: callers.call("GET", "/eligibility/v1/checkpoints")["items"] != [], "no seal came in time")


def _at_the_clinic(callers: _Callers, patient: dict[str, Any], check_id: str) -> None:
    consents = {"check_id": check_id, "kinds": ["medication"], "channel": "home_visit"}
    callers.post("/consent/v1/consents", consents, by="clinic")
    callers.post(f"/consent/v1/consents/{check_id}.medication/withdrawal", {"reason": "patient"}, by="clinic")
    number = {"check_id": check_id, "reference_number": "P-1"}
    callers.call("PUT", "/eligibility/v1/reference-numbers", number, by="clinic")
    items = [{"item_reference": "p-1", "insured": patient["insured"]}]
    handed_in = callers.post("/eligibility/v1/bulk-checks", {"items": items}, by="clinic")
    address = f"/eligibility/v1/bulk-checks/{handed_in['reception_number']}"
    _until(lambda: callers.call("GET", address, by="clinic")["state"] == "done", "the bulk was not worked in time")
    opening = {"purpose": "DISASTER_READ", "institution_codes": [CLINIC], "ends_at": "2027-01-01T00:00:00+09:00"}
    opened = callers.post("/consent/v1/openings", opening, by="operator")
    callers.post(f"/consent/v1/openings/{opened['opening_id']}/closure", {}, by="operator")


def _at_home(callers: _Callers, patient: dict[str, Any]) -> None:
    """The patient signs in to the portal, reads their own medication, and signs out."""
    challenge = callers.post("/consent/v1/me/challenges")
    asked = {"aud": "onshi-portal", "purpose": "CARE_VISIT", "pin": patient["card"]["pin"]}
    asked |= {name: challenge[name] for name in ("nonce", "institution")}
    proof = callers.post(f"/jpki/v1/cards/{patient['card']['card_id']}/presence-proofs", asked)
    opened = callers.post("/consent/v1/me/sessions", {"presence_proof": proof["presence_proof"]})
    me = {"Authorization": f"Bearer {opened['access_token']}"}
    callers.call("GET", "/consent/v1/me/medical-records?kind=medication", headers=me)
    callers.call("DELETE", "/consent/v1/me/sessions", headers=me)


def _cards(callers: _Callers) -> None:
    """A card is renewed, put into a phone, shown by somebody else, tricked and revoked."""
    asked = {"birthdate": "1980-12-15", "pin": "1234", "issued_on": "2022-01-10"}
    made = f"/jpki/v1/cards/{callers.post('/jpki/v1/cards', asked)['card_id']}"
    callers.post(f"{made}/renewal", headers={"Idempotency-Key": "once"})
    callers.post(f"{made}/phones", {"platform": "iphone"})
    callers.post(f"{made}/verifications", {"face": False}, expected=422)
    callers.post(f"{made}/tricks", {"trick": "another-key"})
    callers.post(f"{made}/revocation", {"reason": "certificateHold"})


def _registered(callers: _Callers, simulator: Simulator, folder: Path) -> None:
    """A card waits for its holder's data, a registration ends, somebody is asked about, a file comes in."""
    unknown = {"address": "東京都模擬市99丁目", "birthdate": "2001-02-03", "name": "予約　花子", "sex": "female"}
    waiting: dict[str, Any] = {"authority_key_id": "5d0c8f2be7a1493c6f1e2d7b8a90c4e3f5a6b7c8", "serial_number": "0a5b"}
    waiting |= {"channel": "municipal_desk", "person": unknown}
    callers.post("/registry/v1/card-registration-reservations", waiting, by="operator")
    callers.post("/registry/v1/person-matches", unknown, by="municipality")
    callers.post(
        "/registry/v1/oauth/token", auth=("clinic", "wrong"), data={"grant_type": "client_credentials"}, expected=401
    )
    file = folder / "members.csv"
    file.write_text(_MEMBERS, encoding="utf-8")
    where = {"ONSHI_URL": simulator.base_url, "ONSHI_CONTROL_URL": simulator.control_url}
    assert run("import", str(file), more=where).stdout == "accepted 1, unchanged 0, rejected 1\n"


async def fill_the_rest(admin: asyncpg.Connection) -> None:
    """Put rows where only a browser, an administrator or an instant leaves some."""
    await admin.execute(_THE_REST.read_text(encoding="utf-8"))


def _until(is_so: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not is_so():
        assert time.monotonic() < deadline, otherwise
