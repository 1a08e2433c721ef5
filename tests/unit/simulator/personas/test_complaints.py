"""Whatever clinics complain of can be met: by a persona, or it is of no person."""

from datetime import date

from simulator.personas.cast import personas
from simulator.personas.complaints import COMPLAINTS

CAST = {persona.id: persona for persona in personas(1, date(2026, 11, 20))}
ANSWERS = {
    "substitute-characters": ("valid", "valid"),
    "private-use-character": ("valid", "valid"),
    "registration-lag": ("invalid", "invalid"),
    "late-elderly-not-registered": ("valid", "valid"),
    "pin-blocked": ("pin-blocked", "valid"),
    "card-not-registered": ("card-not-registered", "valid"),
    "card-replaced": ("certificate-revoked", "valid"),
    "self-information-blocked": ("card-not-usable", "valid"),
    "certificate-expires-soon": ("valid", "valid"),
    "certificate-in-grace": ("valid", "valid"),
    "certificate-expired": ("certificate-expired", "valid"),
    "share-registered-wrongly": ("valid", "valid"),
    "linked-to-another": ("valid", "not_found"),
}
"""By card, and by number."""


def test_only_slowness_is_of_no_person() -> None:
    assert [each.told for each in COMPLAINTS if not each.personas] == ["Slow or late answers"]


def test_each_has_somebody_who_is_answered_so() -> None:
    told = {}
    for persona_id in [each for complaint in COMPLAINTS for each in complaint.personas]:
        expected = CAST[persona_id].expected
        assert expected.card is not None
        assert expected.insured is not None
        told[persona_id] = (next(iter(expected.card.values())), expected.insured["validity"])

    assert told == ANSWERS
