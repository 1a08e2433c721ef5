"""A desk whose checks are answered with faults: each test names itself, so none meets the faults of another."""

import json
import time
from typing import Any, Self

import httpx

from tests.flows.people import credential
from tests.flows.program import WITHIN_S, Simulator

LABEL = "X-Onshi-Fault"
_ELEMENTS = {
    "insurer_number": "InsurerNumber",
    "symbol": "InsuredCardSymbol",
    "number": "InsuredIdentificationNumber",
    "branch": "InsuredBranchNumber",
    "birthdate": "Birthdate",
}


class FaultDesk:
    """A clinic's receipt system whose requests carry ``X-Onshi-Test``; faults are made for that test alone."""

    def __init__(self, simulator: Simulator, test: str, client_id: str = "clinic") -> None:
        self.simulator, self.test = simulator, test
        self._made: list[str] = []
        client = credential(simulator.control_url, client_id)
        # A connection of its own for each request: one that was reset is no other's.
        limits = httpx.Limits(max_keepalive_connections=0)
        self.http = httpx.Client(
            base_url=simulator.base_url, timeout=WITHIN_S, headers={"X-Onshi-Test": test}, limits=limits
        )
        token = self.http.post(
            "/registry/v1/oauth/token",
            data={"grant_type": "client_credentials"},
            auth=(client["client_id"], client["client_secret"]),
        ).raise_for_status()
        self.institution: str = client["institution_code"]
        self.http.headers["Authorization"] = f"Bearer {token.json()['access_token']}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()
        httpx.delete(f"{self.simulator.control_url}/faults", params={"test": self.test}).raise_for_status()
        for fault in self._made:
            httpx.delete(f"{self.simulator.control_url}/faults/{fault}")

    def fault(self, kind: str, *, match: dict[str, str] | None = None, **rule: Any) -> str:
        """Make a fault for this test, or for what ``match`` says, and return its id."""
        asked = {"kind": kind, "match": {"test": self.test} if match is None else match, **rule}
        answer = httpx.post(f"{self.simulator.control_url}/faults", json=asked, timeout=WITHIN_S)
        assert answer.status_code == 201, answer.text
        self._made.append(answer.json()["id"])
        return self._made[-1]

    def used(self, fault: str) -> tuple[int, bool]:
        """Return how often a fault has fired, and whether it is used up."""
        found = httpx.get(f"{self.simulator.control_url}/faults/{fault}").raise_for_status().json()
        return found["fired"], found["exhausted"]

    def by_number(self, who: dict[str, Any], key: str | None = None, **more: Any) -> httpx.Response:
        """Ask about somebody by what stands on their 資格確認書."""
        body = {"insured": who["insured"], "purpose": "CARE_VISIT", **more}
        return self.http.post(
            "/eligibility/v1/checks", json=body, headers={} if key is None else {"Idempotency-Key": key}
        )

    def by_message(self, who: dict[str, Any], media_type: str, reference: str) -> httpx.Response:
        """Ask about somebody by a message (siquc01), in XML or JSON."""
        insured = {each: who["insured"][name] for name, each in _ELEMENTS.items() if who["insured"][name] is not None}
        header = {
            "QualificationConfirmationDate": who["as_of"].replace("-", ""),
            "MedicalInstitutionCode": self.institution,
            "ArbitraryFileIdentifier": reference,
        }
        asked = {"QualificationConfirmSearchInfo": insured | {"Birthdate": insured["Birthdate"].replace("-", "")}}
        message = {"XmlMsg": {"MessageHeader": header, "MessageBody": asked}}
        content = json.dumps(message) if media_type == "application/json" else _xml(message)
        return self.http.post("/eligibility/oqs/messages", content=content, headers={"Content-Type": media_type})

    def many(self, people: list[dict[str, Any]], **more: Any) -> str:
        """Ask about many at once; return where the reception is read once it is worked."""
        items = [{"item_reference": str(place), "insured": each["insured"]} for place, each in enumerate(people)]
        bulk = self.http.post("/eligibility/v1/bulk-checks", json={"items": items, **more}).raise_for_status()
        place = f"/eligibility/v1/bulk-checks/{bulk.json()['reception_number']}"
        until = time.monotonic() + WITHIN_S
        while self.http.get(place).raise_for_status().json()["state"] == "processing":
            assert time.monotonic() < until, "the reception is not worked"
        return place

    def nonce(self) -> str:
        """Return a fresh nonce."""
        return str(self.http.post("/eligibility/v1/challenges").raise_for_status().json()["nonce"])

    def proof(self, who: dict[str, Any], nonce: str) -> str:
        """Let somebody's card sign."""
        asked = {"nonce": nonce, "institution": self.institution, "purpose": "CARE_VISIT", "pin": who["card"]["pin"]}
        signed = self.http.post(f"/jpki/v1/cards/{who['card']['card_id']}/presence-proofs", json=asked)
        return str(signed.raise_for_status().json()["presence_proof"])

    def by_card(self, who: dict[str, Any], nonce: str | None = None, **more: Any) -> httpx.Response:
        """Ask about somebody whose card signs."""
        proof = self.proof(who, nonce or self.nonce())
        return self.http.post("/eligibility/v1/checks", json={"presence_proof": proof, **more})

    def again(self, answer: httpx.Response) -> dict[str, Any]:
        """Read the answer to a check again."""
        return dict(self.http.get(f"/eligibility/v1/checks/{answer.json()['check_id']}").raise_for_status().json())

    def listed(self) -> list[dict[str, Any]]:
        """Return this institution's checks, all of them."""
        items: list[dict[str, Any]] = []
        after: dict[str, str] = {}
        while True:
            page = self.http.get("/eligibility/v1/checks", params={"limit": 1000, **after}).raise_for_status().json()
            items += page["items"]
            if not page["items"]:
                return items
            after = {"after": page["next_cursor"]}

    def history(self, who: dict[str, Any]) -> list[str]:
        """Return the ids of the checks that somebody finds in their own history."""
        challenge = self.http.post("/consent/v1/me/challenges").raise_for_status().json()
        asked = {
            "nonce": challenge["nonce"],
            "institution": challenge["institution"],
            "purpose": "CARE_VISIT",
            "aud": "onshi-portal",
            "pin": who["card"]["pin"],
        }
        signed = self.http.post(f"/jpki/v1/cards/{who['card']['card_id']}/presence-proofs", json=asked)
        signed_in = self.http.post("/consent/v1/me/sessions", json=signed.raise_for_status().json())
        token = {"Authorization": f"Bearer {signed_in.raise_for_status().json()['access_token']}"}
        page = self.http.get("/consent/v1/me/disclosures", headers=token, params={"limit": 100})
        return [item["check_id"] for item in page.raise_for_status().json()["items"]]


def _xml(members: dict[str, Any]) -> str:
    return "".join(
        f"<{name}>{_xml(value) if isinstance(value, dict) else value}</{name}>" for name, value in members.items()
    )
