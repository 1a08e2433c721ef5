"""Patients who consent at the reader, and think better of it: a check with consent, the portal, the withdrawal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loadtests.could_not_start import CouldNotStart
from loadtests.faces.face import Face, Surroundings
from loadtests.receptions.asking import Judge, ask, member_is
from loadtests.receptions.cases import complaint
from loadtests.receptions.data import Case, LoadData
from loadtests.receptions.signers import SigningFailed
from loadtests.receptions.turns import Turn
from loadtests.receptions.views import consent_complaint

_KIND = "medication"
_ME = "/consent/v1/me"
_OK, _CREATED, _NO_CONTENT = 200, 201, 204


@dataclass(frozen=True, slots=True)
class _Ready:
    """Who comes, with what they have signed."""

    case: Case
    proof: str


class Patients(Face):
    """Patients with cards, of whom there are medical data."""

    name = "patients"
    rows = (
        "check with consent",
        "challenge of a patient",
        "patient signs in",
        "consents of a patient",
        "consent withdrawn",
        "patient signs out",
    )

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._cases = [case for case in around.data.cards if case.has_medical_data]

    @classmethod
    def institutions(cls, data: LoadData, options: Any) -> Sequence[int]:
        """Return those whose patients are asked at the reader: 訪問看護 stations are not among them."""
        del options
        if not any(case.has_medical_data for case in data.cards):
            raise CouldNotStart("nobody among these patients has medical data to consent to")
        return [place for place, client in enumerate(data.clients) if client.kind != "nursing"]

    def prepare(self, turn: Turn) -> _Ready | None:
        """Sign, for this institution, that it may see the medication."""
        http, desk, client = self.around.http, self.around.desk(turn), self.around.client(turn)
        case = self._cases[turn.place % len(self._cases)]
        if not desk.has_token(http) or (nonce := desk.take_nonce(http)) is None:
            return None
        try:
            proof = self.around.signers.sign(
                case.card_at or 0, nonce, client.institution_code, client.purpose, self._now(), (_KIND,)
            )
        except SigningFailed:
            return None
        return _Ready(case, proof)

    def act(self, turn: Turn, prepared: _Ready, late_ms: float) -> None:
        """Check, sign in, find the consent, withdraw it, sign out."""
        http, case = self.around.http, prepared.case
        body, headers = {"presence_proof": prepared.proof}, self.around.desk(turn).headers

        def judge(status: int, document: Mapping[str, Any]) -> str | None:
            return complaint(case.expected, status, document) or consent_complaint(case, document, (_KIND,))

        path = "/eligibility/v1/checks"
        checked = ask(http, "POST", path, self.rows[0], judge, late_ms=late_ms, json=body, headers=headers)
        if checked is None or (token := self._signed_in(case)) is None:
            return
        own = {"Authorization": f"Bearer {token}"}
        consent_id = f"{checked['check_id']}.{_KIND}"
        found = ask(http, "GET", f"{_ME}/consents", self.rows[3], holds_given(consent_id), headers=own)
        if found is not None:
            withdrawn = member_is(_OK, consent_id=consent_id, state="expired", withdrawal_reason="patient")
            path = f"{_ME}/consents/{consent_id}/withdrawal"
            ask(http, "POST", path, self.rows[4], withdrawn, headers=own)
        ask(http, "DELETE", f"{_ME}/sessions", self.rows[5], member_is(_NO_CONTENT), headers=own)

    def _signed_in(self, case: Case) -> str | None:
        http = self.around.http
        challenge = ask(http, "POST", f"{_ME}/challenges", self.rows[1], member_is(_OK))
        if challenge is None:
            return None
        try:
            proof = self.around.signers.sign_in(
                case.card_at or 0, challenge["nonce"], challenge["institution"], self._now()
            )
        except SigningFailed:
            return None
        body = {"presence_proof": proof}
        opened = ask(http, "POST", f"{_ME}/sessions", self.rows[2], member_is(_CREATED), json=body)
        return None if opened is None else str(opened["access_token"])

    def _now(self) -> int:
        return int(self.around.clock.now().timestamp())


def holds_given(consent_id: str) -> Judge:
    """Return a judge of the patient's consents: this one must be among them, given."""

    def judge(status: int, document: Mapping[str, Any]) -> str | None:
        if (wrong := member_is(_OK)(status, document)) is not None:
            return wrong
        states = [each.get("state") for each in document["items"] if each.get("consent_id") == consent_id]
        return None if states == ["given"] else "the consent of a moment ago is not among the patient's, given"

    return judge
