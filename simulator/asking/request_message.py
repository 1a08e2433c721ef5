"""`onshi message`: the request that a receipt computer would send about a persona, as a file (siquc01)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from onshi.connecting import Verify
from simulator.asking.inspection import read_items
from simulator.asking.named import named
from simulator.asking.one_check import CannotAsk

ENCODINGS: Final = {"utf-8": ("UTF-8", "utf-8"), "shift_jis": ("Shift_JIS", "cp932")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom the message is about, who sends it, and how it is written."""

    persona_id: str
    client_id: str
    identifier: str
    encoding: str


def request_message(wanted: Wanted, control_url: str, verify: Verify) -> bytes:
    """Return the message; raises NotRunning, NobodyOfThatName, CannotAsk or CertificateUnreadable."""
    if wanted.encoding not in ENCODINGS:
        raise CannotAsk(f"--encoding is one of {', '.join(ENCODINGS)}, not {wanted.encoding!r}")
    persona = named(read_items(control_url, "personas", verify), "id", wanted.persona_id, "onshi personas")
    if persona["insured"] is None:
        raise CannotAsk(f"{wanted.persona_id} has no numbers; a card is checked at a reader, without a message")
    client = named(read_items(control_url, "credentials", verify), "client_id", wanted.client_id, "onshi credentials")
    if client["institution_code"] is None:
        raise CannotAsk(f"{wanted.client_id} is no client of an institution")
    return _written(persona, client["institution_code"], wanted)


def write_whole(file: Path, content: bytes) -> None:
    """Write a file as careful clients do: beside it, then moved; its folder is made where it is not there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.tmp")
    beside.write_bytes(content)
    beside.replace(file)


def _written(persona: dict[str, Any], institution_code: str, wanted: Wanted) -> bytes:
    declared, codec = ENCODINGS[wanted.encoding]
    insured = persona["insured"]
    consent = persona["ask"]["insured"]["limit_certificate_consent"]
    header = {
        "QualificationConfirmationDate": persona["as_of"].replace("-", ""),
        "MedicalInstitutionCode": institution_code,
        "ArbitraryFileIdentifier": wanted.identifier,
    }
    info = {
        # 8 characters, blanks in front.
        "InsurerNumber": insured["insurer_number"].rjust(8),
        "InsuredCardSymbol": insured["symbol"],
        "InsuredIdentificationNumber": insured["number"],
        "InsuredBranchNumber": insured["branch"],
        "Birthdate": insured["birthdate"].replace("-", ""),
        "LimitApplicationCertificateRelatedConsFlg": "1" if consent else "0",
    }
    lines = [
        f'<?xml version="1.0" encoding="{declared}" standalone="no"?>',
        "<XmlMsg>",
        *_element("MessageHeader", header),
        "<MessageBody>",
        *_element("QualificationConfirmSearchInfo", info),
        "</MessageBody>",
        "</XmlMsg>",
    ]
    return ("\n".join(lines) + "\n").encode(codec, "xmlcharrefreplace")


def _element(name: str, members: dict[str, str | None]) -> list[str]:
    leaves = [f"  <{member}>{escape(text)}</{member}>" for member, text in members.items() if text]
    return [f"<{name}>", *leaves, f"</{name}>"]
