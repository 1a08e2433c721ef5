"""The examples in the API documents are a persona's own values, though the services don't know personas."""

from services.registry.document.requests import (
    AGED,
    AGED_CERTIFICATE,
    AGED_COVERAGE,
    ASSISTED,
    ASSISTED_COVERAGE,
    ASSISTED_TICKET,
)
from shared.web.example_values import DAY, PATIENT, PERSONA, SEED
from simulator.personas.cast import personas

PERSONAS = {persona.id: persona for persona in personas(SEED, DAY)}


def test_the_patient_of_all_examples_is_the_persona() -> None:
    patient = PERSONAS[PERSONA]
    holder, membership = patient.holder, patient.memberships[0]
    assert holder is not None
    assert patient.card is not None
    certificate = membership.limit_certificates[0]
    assert {
        "person_id": str(holder.person_id),
        "name": holder.name,
        "name_kana": holder.name_kana,
        "insured_name": holder.name,
        "birthdate": str(holder.birthdate),
        "postal_code": holder.postal_code,
        "address": holder.address,
        "coverage_id": str(membership.coverage_id),
        "insurer_number": membership.insurer.number,
        "insurer_name": membership.insurer.name,
        "symbol": membership.symbol,
        "number": membership.number,
        "branch": membership.branch,
        "acquired_on": str(membership.acquired_on),
        "certificate_id": str(certificate.certificate_id),
        "category": certificate.category.value,
        "label": certificate.category.term,
        "issued_on": str(certificate.issued_on),
        "valid_from": str(certificate.valid_from),
        "valid_to": str(certificate.valid_to),
        "card_id": str(patient.card.card_id),
        "pin": patient.card.pin,
        "carrier": patient.card.carrier,
        "codes": dict(patient.codes),
        "id": patient.id,
        "title": patient.title,
        "title_ja": patient.title_ja,
        "situation": patient.situation,
        "situation_ja": patient.situation_ja,
    } == PATIENT


def test_the_personas_whose_certificates_are_changed_in_examples_hold_them() -> None:
    aged, assisted = PERSONAS[AGED].memberships[0], PERSONAS[ASSISTED].memberships[0]
    assert str(aged.coverage_id) == AGED_COVERAGE
    assert str(aged.elderly_certificates[0].certificate_id) == AGED_CERTIFICATE
    assert str(assisted.coverage_id) == ASSISTED_COVERAGE
    assert str(assisted.medical_tickets[0].ticket_id) == ASSISTED_TICKET
