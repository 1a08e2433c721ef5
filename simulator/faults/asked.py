"""What a body says of whom it asks about, and under which reference: JSON of ours, and messages (電文). Pure.

Whatever cannot be read says nothing: the service behind refuses it. Personal data is only kept as digests.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import msgspec
from cryptography import x509

from services.eligibility.faces.oqs.answers import REGISTRATION_INFO, SEARCH_INFO
from services.eligibility.faces.oqs.frames import read_message
from services.eligibility.faces.oqs.requests import ELEMENTS
from services.eligibility.faces.oqs.sent import Sent
from shared.domain.insured import InvalidIdentifiers, WrittenIdentifiers
from shared.errors import ProofUnreadable, ServiceError
from shared.pki.proof import parse_proof
from shared.pki.unreadable import UNREADABLE
from shared.web.media_types import Headers
from shared.worlds.fault_plan import NOBODY, Who, certificate_key, insured_key, member_key

MESSAGES = "/eligibility/oqs/messages"
_SOME_DAY = date(2000, 1, 1)
"""Messages of 照会番号 have none, and it does not count for what a member is known by."""
Asked = tuple[str | None, Who]
_NOTHING: Asked = (None, NOBODY)


class _Insured(msgspec.Struct):
    insurer_number: str
    number: str
    birthdate: date
    symbol: str | None = None
    branch: str | None = None


class _Body(msgspec.Struct):
    client_reference: Any = None
    insured: Any = None
    presence_proof: Any = None


def read_asked(path: str, headers: Headers, body: bytes) -> Asked:
    """Return the reference (任意のファイル識別子) in a body, and whom it asks about; of several people nobody."""
    if not body:
        return _NOTHING
    return _of_message(headers, body) if path == MESSAGES else _of_json(body)


def _of_json(body: bytes) -> Asked:
    try:
        sent = msgspec.json.decode(body, type=_Body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return _NOTHING
    reference = sent.client_reference if isinstance(sent.client_reference, str) else None
    try:
        return reference, frozenset(_known_by(sent))
    except (ProofUnreadable, InvalidIdentifiers, msgspec.ValidationError):
        return reference, NOBODY


def _known_by(sent: _Body) -> Iterator[str]:
    if isinstance(sent.presence_proof, str):
        yield from _holder(parse_proof(sent.presence_proof).certificate_der)
    if sent.insured is not None:
        yield insured_key(WrittenIdentifiers.of(msgspec.convert(sent.insured, _Insured)).folded())


def _holder(certificate_der: bytes) -> Iterator[str]:
    """Yield what the holder of a certificate is known by; nothing of one that does not say who issued it."""
    try:
        certificate = x509.load_der_x509_certificate(certificate_der)
        issuer = certificate.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
    except (*UNREADABLE, x509.ExtensionNotFound):
        return
    if issuer is not None:
        yield certificate_key(issuer, certificate.serial_number)


def _of_message(headers: Headers, body: bytes) -> Asked:
    try:
        sent, _, _ = read_message(headers, body)
    except ServiceError:
        return _NOTHING
    reference = sent.structure("MessageHeader").leaf("ArbitraryFileIdentifier")
    asked, numbered = (sent.structure("MessageBody").all(name) for name in (SEARCH_INFO, REGISTRATION_INFO))
    try:
        who = frozenset(_named_in(asked, numbered))
    except (InvalidIdentifiers, ValueError):
        who = NOBODY
    return None if reference is None else str(reference), who


def _named_in(asked: list[Sent], numbered: list[Sent]) -> Iterator[str]:
    if len(asked) == 1 and not numbered:
        birthdate = datetime.strptime((asked[0].leaf("Birthdate") or "").strip(), "%Y%m%d").date()  # noqa: DTZ007 - a day
        yield insured_key(_written(asked[0], birthdate).folded())
    if len(numbered) == 1 and not asked:
        yield member_key(_written(numbered[0], _SOME_DAY).folded())


def _written(info: Sent, birthdate: date) -> WrittenIdentifiers:
    insurer, symbol, number, branch = (
        None if (leaf := info.leaf(ELEMENTS[name])) is None else str(leaf)
        for name in ("insurer_number", "symbol", "number", "branch")
    )
    return WrittenIdentifiers(insurer or "", symbol, number or "", branch, birthdate)
