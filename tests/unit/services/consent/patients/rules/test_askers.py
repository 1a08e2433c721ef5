"""Who looked: every role has a term, and an insurer that asked is named."""

from uuid import UUID

from services.consent.patients.rules.askers import ROLE_TERMS, asking_insurer
from shared.domain.roles import Role
from tests import builders

TOWN_ID, SOCIETY_ID = "0190a000-0000-7000-8000-0000000001a1", "0190a000-0000-7000-8000-0000000001a2"
TOWN = builders.insurer(number="138057", name="模擬市", kind="municipal_nhi")
PERSON = builders.person(
    builders.coverage(coverage_id=TOWN_ID, insurer=TOWN), builders.coverage(coverage_id=SOCIETY_ID)
)


def test_every_role_has_a_term_that_a_patient_understands() -> None:
    assert set(ROLE_TERMS) == set(Role)
    assert (ROLE_TERMS[Role.PHARMACY], ROLE_TERMS[Role.REVIEW]) == ("薬局", "審査支払機関")


def test_an_insurer_is_named_by_the_coverage_that_it_was_answered_about() -> None:
    assert asking_insurer(Role.INSURER, PERSON, [UUID(TOWN_ID)]) == TOWN
    assert asking_insurer(Role.INSURER, PERSON, [UUID(SOCIETY_ID)]) == builders.insurer()


def test_of_others_and_of_what_fitted_nothing_no_insurer_is_named() -> None:
    assert asking_insurer(Role.INSTITUTION, PERSON, [UUID(TOWN_ID)]) is None
    assert asking_insurer(Role.INSURER, PERSON, []) is None
