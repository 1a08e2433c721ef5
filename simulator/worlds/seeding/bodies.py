"""The request bodies that register personas at the registry and at jpki."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from shared.domain.coverage import (
    ElderlyCertificate,
    Insurer,
    LimitCertificate,
    MedicalTicket,
    SpecificDiseaseCertificate,
)
from simulator.personas.credentials import CLINIC, Credential, SeededInstitution
from simulator.personas.persona import Holder, Membership, Other, Persona, PersonaCard

Body = dict[str, Any]
_OnACoverage = LimitCertificate | ElderlyCertificate | SpecificDiseaseCertificate | MedicalTicket
_CHANNEL = "portal"


def insurer(each: Insurer) -> Body:
    """Return the body for ``POST /registry/v1/insurers``."""
    return {"insurer_number": each.number, "name": each.name, "kind": each.kind}


def institution(each: SeededInstitution) -> Body:
    """Return the body for ``POST /registry/v1/institutions``."""
    return {"institution_code": each.code, "name": each.name, "role": each.role.value}


def client(each: Credential) -> Body:
    """Return the body for ``POST /registry/v1/clients``."""
    body: Body = {"client_id": each.client_id, "client_secret": each.client_secret, "role": each.role.value}
    if each.insurer_number is not None:
        body["insurer_number"] = each.insurer_number
    if each.institution_code is not None:
        body["institution_codes"] = [each.institution_code]
    return body


def emergency_authority(institutions: Sequence[SeededInstitution]) -> Body:
    """Return the body for ``POST /consent/v1/openings`` (救急医療管理権限); it has no end of its own."""
    codes = [each.code for each in institutions]
    return {"purpose": "EMERGENCY", "institution_codes": codes, "ends_at": "2099-12-31T00:00:00+09:00"}


def person(holder: Holder) -> Body:
    """Return the body for ``POST /registry/v1/persons``."""
    return {
        "person_id": str(holder.person_id),
        "name": holder.name,
        "name_kana": holder.name_kana,
        "name_other": holder.name_other,
        "name_other_kana": holder.name_other_kana,
        "sex2": None if holder.sex2 is None else holder.sex2.value,
        "sex": holder.sex.value,
        "birthdate": holder.birthdate.isoformat(),
        "postal_code": holder.postal_code,
        "address": holder.address,
        "address_hidden": holder.address_hidden,
        "self_information_blocked": holder.self_information_blocked,
    }


def coverage(membership: Membership) -> Body:
    """Return the body for ``POST /registry/v1/coverages``, but for whose it is."""
    days = {name: getattr(membership, name) for name in ("lost_on", "issued_on", "valid_from", "valid_to")}
    applied_on = membership.continuation_applied_on
    application = None
    if applied_on is not None:
        application = {"applied_on": applied_on.isoformat(), "accepted_late": membership.continuation_accepted_late}
    return {
        "coverage_id": str(membership.coverage_id),
        "insurer_number": membership.insurer.number,
        "symbol": membership.symbol,
        "number": membership.number,
        "branch": membership.branch,
        "relationship": membership.relationship.value,
        "acquired_on": membership.acquired_on.isoformat(),
        "loss_reason": None if membership.loss_reason is None else membership.loss_reason.value,
        "card_kind": membership.card_kind.value,
        "insured_name": membership.insured_name,
        "share_percent": membership.share_percent,
        "voluntary_continuation": application,
        **{name: None if day is None else day.isoformat() for name, day in days.items()},
    }


def certificates(membership: Membership) -> list[tuple[str, Body]]:
    """Return what hangs on a coverage: the field of a line of an import that holds each, and its body."""
    kinds: list[tuple[str, Sequence[_OnACoverage]]] = [
        ("limit_certificates", membership.limit_certificates),
        ("elderly_certificates", membership.elderly_certificates),
        ("specific_disease_certificates", membership.specific_disease_certificates),
        ("medical_tickets", membership.medical_tickets),
    ]
    return [(field, _certificate(each)) for field, held in kinds for each in held]


def lines(persona: Persona, made: Mapping[str, Any] | None) -> list[Body]:
    """Return the lines for ``POST /registry/v1/imports``; ``made`` is the card as jpki shows it, if there is one."""
    found = [_line(each) for each in persona.people]
    if persona.card is not None and persona.card.registered and made is not None:
        found[0]["card"] = card_registration(made)
    return found


def _line(each: Other) -> Body:
    coverages = []
    for membership in each.memberships:
        filed: Body = coverage(membership)
        for field, certificate in certificates(membership):
            filed.setdefault(field, []).append(certificate)
        coverages.append(filed)
    return {"person": person(each.holder), "coverages": coverages}


def _certificate(each: _OnACoverage) -> Body:
    # Their bodies have the fields of the domain's types; words are strings already.
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(each).items()}


def wrong_pin(each: PersonaCard) -> Body:
    """Return the body for ``POST /jpki/v1/cards/{card_id}/presence-proofs`` by which a PIN is used up."""
    pin = "0000" if each.pin != "0000" else "9999"
    return {"pin": pin, "nonce": "seeding", "institution": CLINIC.code, "purpose": "CARE_VISIT"}


def card(each: PersonaCard, holder: Holder) -> Body:
    """Return the body for ``POST /jpki/v1/cards``; J-LIS has an address of everybody of whom it has 4情報."""
    described = None
    if holder.address is not None:
        described = {
            "name": holder.name,
            "name_kana": holder.name_kana,
            "birthdate": holder.birthdate.isoformat(),
            "sex": holder.sex.value,
            "address": holder.address,
        }
    return {
        "card_id": str(each.card_id),
        "birthdate": holder.birthdate.isoformat(),
        "pin": each.pin,
        "carrier": each.carrier,
        "issued_on": each.issued_on.isoformat(),
        "valid_until": None if each.valid_until is None else each.valid_until.isoformat(),
        "holder": described,
    }


def card_registration(made: Mapping[str, Any]) -> Body:
    """Return the body for ``POST /registry/v1/card-registrations``, but for whose; ``made`` as jpki shows the card."""
    return {
        "authority_key_id": made["authority_key_id"],
        "serial_number": made["serial_number"],
        "channel": _CHANNEL,
    }
