"""Values in examples that a world makes anew: what stands for each, and which operation gives the real one.

Everything else in an example can be sent as it stands. A document that shows such a value says so in its description,
and for programs in ``x-onshi-placeholders``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MEMBER = "x-onshi-placeholders"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One such value: ``example`` stands for what ``operation`` of ``service`` answers at ``pointer``.

    ``request`` names which of the operation's own examples is sent, where there are several. An empty pointer is the
    whole answer.
    """

    example: str
    what: str
    service: str
    operation: str
    pointer: str
    request: str = "example"

    @property
    def source(self) -> str:
        """Where it comes from, in words; nothing for what no operation gives."""
        return f": `{self.operation}` ({self.service})" if self.operation else ""

    def document(self) -> dict[str, str]:
        """Return it as a program reads it."""
        return {
            "example": self.example,
            "service": self.service,
            "operation": self.operation,
            "request": self.request,
            "pointer": self.pointer,
        }


def _id(number: int) -> str:
    return f"019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a{number:02d}"


_PROOF = "eyJhbGciOiJSUzI1NiIsInR5cCI6Im9uc2hpLXByZXNlbmNlK2p3cyJ9.eyJhdWQiOiJvbnNoaS1l…."
PLACEHOLDERS: Mapping[str, Placeholder] = {
    "nonce": Placeholder(
        "AZyi0VoAfD6bQQ9sLY56VQ.4cPq0m9xTn2v", "a fresh nonce", "eligibility", "check_issue_challenge", "/nonce"
    ),
    "portal_nonce": Placeholder(
        "AZyi0VoBfD6bQQ9s.9xTn2v4cPq0m", "a nonce of the portal", "consent", "me_issue_challenge", "/nonce"
    ),
    "presence_proof": Placeholder(
        _PROOF + "kH3…", "a proof that a card signed", "jpki", "cards_prove_presence", "/presence_proof", "check"
    ),
    "portal_proof": Placeholder(
        _PROOF + "pT7…", "a proof for the portal", "jpki", "cards_prove_presence", "/presence_proof", "portal"
    ),
    "registration_proof": Placeholder(
        _PROOF + "rG5…", "a proof for 初回登録", "jpki", "cards_prove_presence", "/presence_proof", "registration"
    ),
    "check_id": Placeholder(
        _id(11), "a check by identifiers", "eligibility", "check_eligibility", "/check_id", "insured"
    ),
    "card_check_id": Placeholder(_id(12), "a check by card", "eligibility", "check_eligibility", "/check_id", "card"),
    "consent_id": Placeholder(
        f"{_id(11)}.limit_certificate", "a consent", "consent", "consents_register", "/items/0/consent_id"
    ),
    "card_consent_id": Placeholder(
        f"{_id(12)}.medication", "a consent given at a reader", "consent", "me_my_consents", "/items/0/consent_id"
    ),
    "opening_id": Placeholder(_id(13), "an opening", "consent", "openings_open_up", "/opening_id"),
    "reception_number": Placeholder(_id(14), "a bulk check", "eligibility", "bulk_checks_receive", "/reception_number"),
    "person_id": Placeholder(_id(21), "a new person", "registry", "persons_register", "/person_id"),
    "family_person_id": Placeholder(_id(22), "another new person", "registry", "persons_register", "/person_id"),
    "fault_id": Placeholder("fault-1", "a new fault", "controls", "faults_add", "/id"),
    "number": Placeholder("700123", "a 番号 under 記号 9999 that nobody has yet", "", "", ""),
    "coverage_id": Placeholder(_id(23), "a coverage of theirs", "registry", "coverages_register", "/coverage_id"),
    "limit_certificate_id": Placeholder(
        _id(24), "its limit certificate", "registry", "certificates_issue_limit_certificate", "/certificate_id"
    ),
    "specific_disease_certificate_id": Placeholder(
        _id(25),
        "its certificate of a specific disease",
        "registry",
        "certificates_issue_specific_disease_certificate",
        "/certificate_id",
    ),
    "card_id": Placeholder(_id(31), "a new card", "jpki", "cards_make_card", "/card_id"),
    "authority_key_id": Placeholder(
        "5d0c8f2be7a1493c6f1e2d7b8a90c4e3f5a6b7c8",
        "the key that its certificate is signed with",
        "jpki",
        "cards_make_card",
        "/authority_key_id",
    ),
    "serial_number": Placeholder("0a5b", "its certificate's number", "jpki", "cards_make_card", "/serial_number"),
    "registration_id": Placeholder(
        _id(32), "a registration of a card", "registry", "cards_register", "/registration_id"
    ),
    "reservation_id": Placeholder(_id(33), "a reservation", "registry", "cards_reserve", "/reservation_id"),
    "import_id": Placeholder(_id(34), "a file that was handed in", "registry", "imports_hand_in", "/import_id"),
    "request_id": Placeholder(
        "f0b1c7d2a94e4d0f8a3c5e6b7d8f9a01",
        "a request in the journal",
        "controls",
        "controls_list_journal",
        "/items/0/request_id",
    ),
    "ocsp_request": Placeholder("(OCSPRequest, DER)", "the bytes that `openssl ocsp -reqout` writes", "", "", ""),
    "sandbox": Placeholder("s-5d0c8f2be7a1", "a new sandbox", "controls", "controls_create_sandbox", "/name"),
    "snapshot": Placeholder("snapshot-5d0c8f", "a snapshot of it", "controls", "controls_take_snapshot", "/snapshot"),
    "certificates_pem": Placeholder(
        "-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n",
        "the roots of the simulated J-LIS",
        "jpki",
        "authority_read_roots",
        "",
    ),
}


def explain_placeholders(document: dict[str, Any]) -> None:
    """Say in ``document`` which of its examples' values are placeholders; in place."""
    shown = set(_texts(document["paths"]))
    used = {name: each for name, each in PLACEHOLDERS.items() if each.example in shown}
    if not used:
        return
    rows = "\n".join(
        f"| {name} | `{each.example.strip().splitlines()[0]}` | {each.what}{each.source} |"
        for name, each in used.items()
    )
    document["info"]["description"] += (
        "\n\n**Examples** can be sent as they stand to a world of seed 1 on 2026-11-20, but for these values, which a "
        "world makes anew (例のうち次の値は、実行のたびに取得し直す):\n\n"
        f"| placeholder | in examples | what it is, and whose answer gives it |\n|---|---|---|\n{rows}"
    )
    document[MEMBER] = {name: each.document() for name, each in used.items()}


def _texts(part: Any) -> Iterator[str]:
    """Yield the texts that stand in examples."""
    if isinstance(part, dict):
        for name, inner in part.items():
            yield from _values(inner) if name in ("example", "examples") else _texts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _texts(inner)


def _values(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for inner in part.values():
            yield from _values(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _values(inner)
