"""What a check answers, in Japanese beside the API's own words."""

from collections.abc import Mapping
from html import escape

from shared.domain.codes import QualificationValidity
from shared.errors import catalogue
from shared.pki.certificate_life import CertificateState

_STATES: Mapping[str, str] = {
    CertificateState.NOT_YET_VALID: "電子証明書の有効期間前",
    CertificateState.CURRENT: "電子証明書は有効",
    CertificateState.EXPIRES_SOON: "電子証明書の期限切れ間近",
    CertificateState.IN_GRACE: "電子証明書の猶予期間中",
    CertificateState.EXPIRED: "電子証明書の期限切れ",
}
_GOOD = frozenset({QualificationValidity.VALID, QualificationValidity.VALID_UNREGISTERED})


def outcome(members: Mapping[str, str] | None) -> str:
    """Return the expected members of an answer, or the refusal, as HTML; empty when nobody can ask so."""
    return "<br>".join(_member(name, value) for name, value in (members or {}).items())


def _member(name: str, value: str) -> str:
    code = f"<code>{escape(value)}</code>"
    if name == "validity":
        validity = QualificationValidity(value)
        return f'<span class="{"good" if validity in _GOOD else "bad"}">{validity.term}</span> {code}'
    if name == "refusal":
        known = catalogue().get(value)
        words = "" if known is None else f"<br>{escape(known.title_ja)}"
        return f"<span class=bad>拒否</span> <small lang=en>refused</small> {code}{words}"
    words = f"<br>{_STATES[value]}" if name == "certificate_state" and value in _STATES else ""
    return f"<small>{escape(name)}</small> {code}{words}"
