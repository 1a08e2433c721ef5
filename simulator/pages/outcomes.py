"""What a check answers, in words beside the API's own."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain.codes import QualificationValidity
from shared.errors import catalogue
from shared.pki.certificate_life import CertificateState

_STATES: Mapping[str, tuple[str, str]] = {
    CertificateState.NOT_YET_VALID: ("電子証明書の有効期間前", "Certificate not valid yet"),
    CertificateState.CURRENT: ("電子証明書は有効", "Certificate valid"),
    CertificateState.EXPIRES_SOON: ("電子証明書の期限切れ間近", "Certificate expires soon"),
    CertificateState.IN_GRACE: ("電子証明書の猶予期間中", "Certificate in its grace period"),
    CertificateState.EXPIRED: ("電子証明書の期限切れ", "Certificate expired"),
}
_VALIDITIES: Mapping[QualificationValidity, str] = {
    QualificationValidity.VALID: "Valid",
    QualificationValidity.INVALID: "Invalid",
    QualificationValidity.SUPERSEDED: "Invalid, newer coverage",
    QualificationValidity.NOT_FOUND: "Not found",
    QualificationValidity.AMBIGUOUS: "Several match",
    QualificationValidity.VALID_UNREGISTERED: "Valid, not registered",
}
_GOOD = frozenset({QualificationValidity.VALID, QualificationValidity.VALID_UNREGISTERED})


@dataclass(frozen=True, slots=True)
class ShownMember:
    """A member of an answer that is expected, or the ``refusal``."""

    name: str
    value: str
    term_ja: str = ""
    term: str = ""
    is_good: bool = False
    """Whether it says that there is insurance."""


def outcome(members: Mapping[str, str] | None) -> list[ShownMember]:
    """Return the expected members of an answer; none when nobody can ask so."""
    return [_member(name, value) for name, value in (members or {}).items()]


def _member(name: str, value: str) -> ShownMember:
    if name == "validity":
        validity = QualificationValidity(value)
        return ShownMember(name, value, validity.term, _VALIDITIES[validity], validity in _GOOD)
    if name == "refusal":
        known = catalogue().get(value)
        return ShownMember(name, value) if known is None else ShownMember(name, value, known.title_ja, known.title)
    if name == "certificate_state":
        return ShownMember(name, value, *_STATES.get(value, ("", "")))
    return ShownMember(name, value)
