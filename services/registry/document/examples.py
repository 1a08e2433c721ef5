"""Whole bodies of the registry's commands in the OpenAPI document: each can be sent as it stands, and so is answered.

A field's own example says nothing of what goes together: a proof or the numbers of a certificate, no loss without a
reason.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from services.registry.cards.messages.registrations import CardRegistrationRequest, CardRegistrationShown
from services.registry.clients.messages import TokenAnswer
from services.registry.coverages.messages.coverages import CoverageRegistration, CoverageShown
from services.registry.directory.messages.insurers import InsurerRegistration, InsurerShown
from services.registry.document.requests import request_examples
from services.registry.persons.messages import PersonRegistration, PersonShown
from shared.web.document import WholeExamples
from shared.web.example_values import FORMAT_VALUES, example_values
from shared.web.placeholders import PLACEHOLDERS

_FORM_LOGIN = "フォームで認証 / client authenticated in the form"
_INSURER = {"insurer_number": "06139034", "name": "第三模擬健康保険組合", "kind": "society"}
_PERSON = {
    "name": "試験　花子",
    "name_kana": "ｼｹﾝ ﾊﾅｺ",
    "sex": "female",
    "birthdate": "1990-05-06",
    "postal_code": "999-0001",
    "address": "東京都模擬市見本町99丁目1番",
}
_COVERAGE = {
    "insurer_number": "06139018",
    "symbol": "9999",
    "number": PLACEHOLDERS["number"].example,
    "branch": "00",
    "relationship": "self",
    "acquired_on": "2026-04-01",
    "valid_from": "2026-04-01",
}


def whole_examples() -> dict[tuple[str, str], WholeExamples]:
    """Return bodies of commands, and what is answered to them."""
    made, at = UUID(FORMAT_VALUES["uuid"]), datetime.fromisoformat(FORMAT_VALUES["date-time"])
    values = example_values()
    coverage = {**_COVERAGE, "person_id": PLACEHOLDERS["person_id"].example}
    card = {
        **{name: values[name] for name in ("person_id", "authority_key_id", "serial_number")},
        "channel": "portal",
    }
    login = {"grant_type": "client_credentials", "client_id": "clinic", "client_secret": "clinic-development-secret"}
    token = TokenAnswer(**{name: values[name] for name in ("access_token", "expires_in", "scope")})
    return {
        **request_examples(),
        ("POST", "/v1/oauth/token"): WholeExamples(_one(_FORM_LOGIN, login), _one(_FORM_LOGIN, _json(token))),
        ("POST", "/v1/insurers"): _command(
            "保険者の登録 / an insurer", InsurerRegistration(**_INSURER), InsurerShown(**_INSURER, recorded_at=at)
        ),
        ("POST", "/v1/persons"): _command(
            "加入者の登録 / a person",
            (person := PersonRegistration(**_PERSON)),
            PersonShown(**{**person.model_dump(), "person_id": made}, version=made, recorded_at=at),
        ),
        ("POST", "/v1/coverages"): _command(
            "資格の登録 / a coverage",
            (registration := CoverageRegistration(**coverage)),
            CoverageShown(
                **{**registration.model_dump(exclude={"voluntary_continuation"}), "coverage_id": made},
                insurer_name="模擬健康保険組合",
                is_voluntary_continuation=False,
                continuation_accepted_late=False,
                limit_certificates=[],
                elderly_certificates=[],
                specific_disease_certificates=[],
                medical_tickets=[],
                version=made,
                recorded_at=at,
            ),
        ),
        ("POST", "/v1/card-registrations"): _command(
            "運用者による初回登録 / by an operator, without the card",
            CardRegistrationRequest(**card),
            CardRegistrationShown(
                **card,
                registration_id=made,
                renewed_from=None,
                recorded_at=at,
                ended_at=None,
                end_reason=None,
                earlier="none",
            ),
        ),
    }


def _command(summary: str, sent: BaseModel, shown: BaseModel) -> WholeExamples:
    return WholeExamples(_one(summary, sent.model_dump(mode="json", exclude_unset=True)), _one(summary, _json(shown)))


def _one(summary: str, value: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {"example": {"summary": summary, "value": value}}


def _json(shown: BaseModel) -> dict[str, Any]:
    return shown.model_dump(mode="json")
