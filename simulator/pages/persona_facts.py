"""What one asks about a persona with, as it is shown: the card, or what stands on a 資格確認書."""

from collections.abc import Mapping

from shared.domain.insured import WrittenIdentifiers
from simulator.personas.persona import CardAsk, NumberAsk, PersonaCard

Facts = list[tuple[str, str]]
"""Keys of words, and values."""
_CLINIC_BY_CARD, _CLINIC_BY_NUMBER = CardAsk(), NumberAsk()


def card_facts(card: PersonaCard | None, ask: CardAsk) -> Facts:
    """Return the card, and what is unusual about how it is asked with; nothing without one."""
    if card is None:
        return []
    usual = _CLINIC_BY_CARD
    return _without_absent(
        {
            "card_id": str(card.card_id),
            "pin": card.pin or "-",
            "carrier": _changed(card.carrier, "card"),
            "client": _changed(ask.client_id, usual.client_id),
            "purpose": _changed(ask.purpose, usual.purpose),
            "verification": _changed(ask.holder_verification, usual.holder_verification),
            "consents": _changed(", ".join(ask.consents), ", ".join(usual.consents)),
            "prescription": ask.prescription_form if ask != usual else None,
        }
    )


def insured_facts(insured: WrittenIdentifiers | None, ask: NumberAsk) -> Facts:
    """Return the identifiers, and what is unusual about how they are asked with; nothing without them."""
    if insured is None:
        return []
    usual = _CLINIC_BY_NUMBER
    return _without_absent(
        {
            "insurer": insured.insurer_number,
            "symbol": insured.symbol,
            "number": insured.number,
            "branch": insured.branch,
            "birthdate": insured.birthdate.isoformat(),
            "client": _changed(ask.client_id, usual.client_id),
            "purpose": _changed(ask.purpose, usual.purpose),
            "consents": "specific_disease" if ask.specific_disease_consent else None,
        }
    )


def _changed(value: str, usual: str) -> str | None:
    return None if value == usual else value


def _without_absent(facts: Mapping[str, str | None]) -> Facts:
    return [(key, value) for key, value in facts.items() if value is not None]
