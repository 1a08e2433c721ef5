"""What a check asks, by name: the members of the request's body, and the key under which it may be repeated."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict


class Asked(TypedDict, total=False):
    """Exactly one of ``presence_proof``, ``insured``, ``recheck_of`` and ``demographics``; the rest as it needs."""

    presence_proof: str | None
    """A proof that a card has signed; its purpose is the signed one."""
    insured: Mapping[str, Any] | None
    """被保険者番号等: insurer_number, symbol, number, branch, birthdate. Needs ``purpose``."""
    recheck_of: str | None
    """再照会: the check_id of an earlier check of this institution. Needs ``purpose``."""
    demographics: Mapping[str, Any] | None
    """氏名等: name, name_kana, birthdate, sex, address. Needs ``purpose`` EMERGENCY or DISASTER_READ."""
    purpose: str | None
    """利用目的."""
    limit_certificate_consent: bool | None
    """The patient agreed at the desk to show 限度額適用認定証."""
    specific_disease_consent: bool | None
    """The patient agreed at the desk to show 特定疾病療養受療証, which reveals a disease."""
    as_of: str | date | None
    """資格確認日; left out: today."""
    client_reference: str | None
    """Echoed, never interpreted; no person's number."""
    idempotency_key: str | None
    """Under which a repetition is the same check; left out: one of its own for each call."""


def body_of(asked: Asked) -> dict[str, Any]:
    """Return the body of the request: what was said, days as text."""
    return {name: _plain(value) for name, value in asked.items() if value is not None and name != "idempotency_key"}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(member) for name, member in value.items()}
    return value.isoformat() if isinstance(value, date) else value
