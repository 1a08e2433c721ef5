"""The record of a disclosure: who, when, for what, what came of it; and never the data itself."""

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec

from services.eligibility.checks.rules.acts import Act, Asked, Recorded, Refused
from services.eligibility.checks.rules.pipeline import record_of, recorded
from shared.domain.codes import CheckMethod
from shared.domain.identifiers import InstitutionCode
from shared.domain.purposes import PurposeOfUse, PurposeRefusal, RefusalCode
from shared.domain.roles import Role
from shared.errors import CardNotRegistered
from shared.pki.certificate_life import CertificateState

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
VERSION = UUID(int=7)


class Clinic(msgspec.Struct, frozen=True):
    client_id: str = "clinic"
    role: Role = Role.INSTITUTION
    institution_code: InstitutionCode | None = InstitutionCode("9910000018")


ACT = Act(UUID(int=1), AT, date(2026, 11, 20), Clinic())
ASKED = Asked(
    CheckMethod.MY_NUMBER_CARD, PurposeOfUse.CARE_VISIT, date(2026, 11, 20), client_reference="r-1", nonce="00ff"
)


def test_a_check_that_ended_in_a_refusal_keeps_its_code_and_nobody() -> None:
    assert recorded(CardNotRegistered()) == Recorded("rejected", "card-not-registered")


def test_a_refused_purpose_keeps_whom_it_was_about() -> None:
    refusal = PurposeRefusal(RefusalCode.PROHIBITED, "", "", "")
    kept = recorded(Refused(refusal, "a-person", VERSION, CertificateState.CURRENT))
    assert kept == Recorded(
        "refused", "purpose-prohibited", person_id="a-person", version_id=VERSION, certificate_state="current"
    )


def test_the_record_says_who_asked_what_and_what_came_of_it() -> None:
    record = record_of(ACT, ASKED, Recorded("answered", "valid", ["coverage"], "a-person", VERSION))
    assert (record.check_id, record.checked_at, record.client_id) == (UUID(int=1), AT, "clinic")
    assert (record.institution_code, record.purpose, record.as_of) == (
        "9910000018",
        "CARE_VISIT",
        date(2026, 11, 20),
    )
    assert (record.outcome, record.code, record.kinds) == ("answered", "valid", ["coverage"])
    assert (record.person_id, record.registry_version) == ("a-person", VERSION)
    assert (record.client_reference, record.nonce, record.rederived_from) == ("r-1", "00ff", None)
