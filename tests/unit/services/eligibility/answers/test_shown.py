"""The fast bodies and the documented bodies are the same bodies."""

from datetime import UTC, date, datetime
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from services.eligibility.answers import shown as shown_values
from services.eligibility.checks.messages import certificates as certificate_messages
from services.eligibility.checks.messages import checks as messages
from services.eligibility.faces.rest import bodies
from services.eligibility.faces.rest.bodies import write_answer
from services.eligibility.rules.decision import decide_by_card
from services.eligibility.rules.disclosure import Permission, disclose
from services.eligibility.rules.notices import notices_of
from shared.domain.codes import CheckMethod
from shared.domain.purposes import DataKind
from shared.pki.certificate_life import CertificateState
from tests import benefits, builders

PAIRS = [
    (bodies.InsuredBody, messages.InsuredIdentifiers),
    (bodies.CheckBody, messages.CheckRequest),
    (shown_values.InsurerShown, messages.Insurer),
    (shown_values.MonthlyLimitShown, certificate_messages.MonthlyLimit),
    (shown_values.LimitCertificateShown, certificate_messages.LimitCertificate),
    (shown_values.ElderlyCertificateShown, certificate_messages.ElderlyCertificate),
    (shown_values.SpecificDiseaseCertificateShown, certificate_messages.SpecificDiseaseCertificate),
    (shown_values.MedicalTicketShown, certificate_messages.MedicalTicket),
    (shown_values.LimitShown, messages.Limit),
    (shown_values.ConsentShown, messages.Consent),
    (shown_values.ResultShown, messages.Result),
    (shown_values.RefusalShown, messages.Refusal),
    (shown_values.NoticeShown, messages.Notice),
    (shown_values.CheckAnswer, messages.CheckAnswer),
]


@pytest.mark.parametrize(("fast", "documented"), PAIRS)
def test_both_have_the_same_fields(fast: type[msgspec.Struct], documented: type[BaseModel]) -> None:
    fast_fields = {field.name: field.required for field in msgspec.structs.fields(fast)}
    documented_fields = {name: field.is_required() for name, field in documented.model_fields.items()}
    assert fast_fields == documented_fields


def test_a_full_answer_is_what_the_document_says() -> None:
    at = datetime(2026, 11, 20, 1, tzinfo=UTC)
    day = date(2026, 11, 20)
    chosen = frozenset({DataKind.MEDICATION, DataKind.SPECIFIC_DISEASE})
    permission = Permission(frozenset(DataKind), "not_needed", chosen, at)
    insurance = builders.coverage(
        elderly_certificates=(benefits.elderly_certificate(),),
        specific_disease_certificates=(benefits.disease_certificate(),),
    )
    assistance = benefits.assistance(
        benefits.ticket(), benefits.ticket(ticket_id="other", institution_code=benefits.OTHER_CLINIC)
    )
    person = builders.person(insurance, assistance, name="模擬　●子", birthdate=date(1955, 1, 5))
    decision = decide_by_card(person, day, benefits.CLINIC)
    shown = disclose(decision, day, permission)
    assert all(
        (result.elderly_certificate and result.specific_disease_certificates) or result.medical_tickets
        for result in shown.results
    )
    answer = shown_values.CheckAnswer(
        check_id="019e2f6a-7c00-7000-8000-00000000002a",
        checked_at=at,
        as_of=date(2026, 11, 20),
        method=CheckMethod.MY_NUMBER_CARD,
        outcome="answered",
        refusal=None,
        validity=shown.results[0].validity,
        certificate_state=CertificateState.CURRENT,
        results=shown.results,
        prescription_form=None,
        notices=notices_of(decision, day, CheckMethod.MY_NUMBER_CARD, CertificateState.EXPIRES_SOON),
        client_reference=None,
    )
    sent = write_answer(answer)
    read = messages.CheckAnswer.model_validate_json(sent)
    assert msgspec.json.decode(sent) == msgspec.json.decode(read.model_dump_json())


_texts = st.one_of(st.none(), st.text(max_size=60), st.integers(), st.booleans())
_insured = st.one_of(
    st.none(),
    st.text(max_size=3),
    st.fixed_dictionaries(
        {"insurer_number": _texts, "number": _texts},
        optional={
            "birthdate": st.one_of(_texts, st.dates().map(str), st.just("1985-04-12T00:00:00")),
            "symbol": _texts,
            "branch": _texts,
            "more": _texts,
        },
    ),
)
_bodies = st.fixed_dictionaries(
    {},
    optional={
        "presence_proof": _texts,
        "insured": _insured,
        "purpose": st.one_of(_texts, st.sampled_from(["CARE_VISIT", "PRIVATE_INS", "care_visit"])),
        "limit_certificate_consent": st.one_of(_texts, st.just("true")),
        "specific_disease_consent": st.one_of(_texts, st.just("true")),
        "as_of": st.one_of(_texts, st.dates().map(str)),
        "client_reference": _texts,
        "more": _texts,
    },
)


@given(_bodies)
def test_both_accept_and_refuse_the_same_bodies(body: dict[str, Any]) -> None:
    assert _accepts_fast(body) == _accepts_documented(msgspec.json.encode(body)), body


def _accepts_fast(sent: dict[str, Any]) -> bool:
    try:
        bodies.read_request(sent)
    except msgspec.ValidationError:
        return False
    return True


def _accepts_documented(sent: bytes) -> bool:
    try:
        messages.CheckRequest.model_validate_json(sent)
    except ValidationError:
        return False
    return True


def test_every_outcome_of_the_document_can_be_written() -> None:
    assert set(get_args(messages.CheckAnswer.model_fields["outcome"].annotation)) == {"answered", "refused"}
