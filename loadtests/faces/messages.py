"""Receipt computers that ask by message (電文), as XML or as JSON, for who comes with their numbers."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from loadtests.bench.message import MESSAGES, SEARCH_INFO, insured_leaves, message
from loadtests.faces.face import Face
from loadtests.receptions.asking import tell
from loadtests.receptions.data import Case
from loadtests.receptions.turns import Turn

_PATH = f"/eligibility{MESSAGES}"
_OK = 200
_CODES = {
    "valid": "1",
    "invalid": "2",
    "superseded": "3",
    "not_found": "4",
    "ambiguous": "5",
    "valid_unregistered": "6",
}
"""資格有効性 (OQSCD006)."""
_SEGMENT = re.compile(r'SegmentOfResult(?:>|"\s*:\s*")(\d)')
_VALIDITY = re.compile(r'QualificationValidity(?:>|"\s*:\s*")(\d)')
Leaves = Mapping[str, str | None]


def leaves_of(case: Case, institution_code: str, day: str, reference: str) -> tuple[Leaves, Leaves]:
    """Return header and body of a siquc01 about somebody, asked for ``day`` (YYYY-MM-DD)."""
    header = {
        "QualificationConfirmationDate": day.replace("-", ""),
        "MedicalInstitutionCode": institution_code,
        "ArbitraryFileIdentifier": reference,
    }
    born = str(case.insured["birthdate"]).replace("-", "")
    flag = {"LimitApplicationCertificateRelatedConsFlg": "1"}
    return header, {**insured_leaves(case.insured), "Birthdate": born, **flag}


def message_complaint(expected: Mapping[str, str], status: int, text: str) -> str | None:
    """Return what is wrong with the answer to a siquc01, in either form, or None."""
    if status != _OK:
        return f"expected a message, got {status}"
    segment, validity = _SEGMENT.search(text), _VALIDITY.search(text)
    if segment is None or segment[1] != "1":
        return f"expected SegmentOfResult 1, got {'none' if segment is None else segment[1]}"
    wanted = _CODES[expected["validity"]]
    if validity is None or validity[1] != wanted:
        return f"expected QualificationValidity {wanted}, got {'none' if validity is None else validity[1]}"
    return None


class Messages(Face):
    """Messages as XML."""

    name = "messages"
    rows = ("check by message",)
    content_type: ClassVar[str] = "application/xml"

    def prepare(self, turn: Turn) -> bytes | None:
        """Write the message."""
        if not self.around.desk(turn).has_token(self.around.http):
            return None
        code = self.around.client(turn).institution_code
        header, body = leaves_of(self._case(turn), code, self.around.data.day, f"load-{turn.number}")
        return self.written(header, body)

    def act(self, turn: Turn, prepared: bytes, late_ms: float) -> None:
        """Ask."""
        headers = {**self.around.desk(turn).headers, "Content-Type": self.content_type}
        with self.around.http.post(
            _PATH, data=prepared, headers=headers, name=self.rows[0], catch_response=True
        ) as answer:
            answer.request_meta["response_time"] += late_ms
            tell(answer, message_complaint(self._case(turn).expected, answer.status_code, answer.text or ""))

    def written(self, header: Leaves, body: Leaves) -> bytes:
        """Return the message with these leaves."""
        return message(header, SEARCH_INFO, [body])

    def _case(self, turn: Turn) -> Case:
        cases = self.around.data.identifiers
        return cases[turn.place % len(cases)]


class MessagesInJson(Messages):
    """Messages as JSON: the same names, every leaf a string."""

    name = "messages-json"
    rows = ("check by message in JSON",)
    content_type = "application/json"

    def written(self, header: Leaves, body: Leaves) -> bytes:
        """Return the message with these leaves."""
        told: dict[str, Any] = {
            "MessageHeader": _filled(header),
            "MessageBody": {SEARCH_INFO: _filled(body)},
        }
        return msgspec.json.encode({"XmlMsg": told})


def _filled(leaves: Leaves) -> dict[str, str]:
    return {name: text for name, text in leaves.items() if text}
