"""Why this validity and none of the others: literal people, by card and by identifiers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from services.eligibility.checks.rules.acts import Answered
from services.eligibility.rules.decision import Decision, decide_by_card, decide_by_identifier
from services.eligibility.rules.disclosure import Disclosure
from shared.domain.codes import CardKind, QualificationValidity
from shared.domain.coverage import Coverage, PersonRecord
from simulator.journal.explaining.validities import Facts, step_of_validity, why_no_other
from tests.builders import coverage, insurer, person

ON = date(2026, 11, 20)
HELD = coverage()
ENDED = replace(HELD, coverage_id="ended", lost_on=date(2026, 4, 1), insurer=insurer(number="01139013"))
ASSISTED = replace(
    HELD, coverage_id="assisted", card_kind=CardKind.MEDICAL_ASSISTANCE, insurer=insurer(kind="public_assistance")
)
OTHERS = {
    "valid": ["invalid", "superseded", "not_found", "ambiguous", "valid_unregistered"],
    "invalid": ["valid", "superseded", "not_found", "ambiguous", "valid_unregistered"],
    "superseded": ["valid", "invalid", "not_found", "ambiguous", "valid_unregistered"],
    "not_found": ["valid", "invalid", "superseded", "ambiguous", "valid_unregistered"],
    "valid_unregistered": ["valid", "invalid", "superseded", "not_found", "ambiguous"],
}


def answered(decision: Decision) -> Answered:
    return Answered(decision, Disclosure([], frozenset()), None, None, (), limit_changed=False, is_unasked=False)


def by_card(who: PersonRecord) -> Facts:
    decision = decide_by_card(who, ON, "9910000018")
    return Facts(answered(decision), who.coverages, who.coverages, ON, is_by_identifiers=False)


def by_number(who: PersonRecord, asked: Sequence[Coverage]) -> Facts:
    decision = decide_by_identifier([(who, each) for each in asked], ON, "9910000018")
    return Facts(answered(decision), asked, who.coverages, ON, is_by_identifiers=True)


@pytest.mark.parametrize(
    ("facts", "validity"),
    [
        (by_card(person(HELD)), "valid"),
        (by_card(person(ENDED)), "invalid"),
        (by_card(person(replace(HELD, acquired_on=date(2027, 1, 1)))), "not_found"),
        (by_card(person(ASSISTED)), "valid_unregistered"),
        (by_number(person(HELD), [HELD]), "valid"),
        (by_number(person(ENDED), [ENDED]), "invalid"),
        (by_number(person(ENDED, HELD), [ENDED]), "superseded"),
    ],
)
def test_every_other_validity_has_a_reason(facts: Facts, validity: str) -> None:
    why = list(why_no_other(facts))

    assert facts.decision.validity == validity
    assert [each.answer for each in why] == OTHERS[validity]
    assert all(each.reason and each.reason_ja for each in why)


def test_a_coverage_that_holds_is_why_it_is_not_invalid() -> None:
    why = {each.answer: each.reason for each in why_no_other(by_card(person(HELD)))}

    assert why["invalid"] == "one covers 2026-11-20: insurer 02999918 from 2020-04-01"


def test_what_ended_is_why_it_is_not_valid() -> None:
    facts = by_card(person(ENDED))
    why = {each.answer: each.reason for each in why_no_other(facts)}

    assert why["valid"] == "none of them covers 2026-11-20: insurer 01139013 from 2020-04-01, lost 2026-04-01"
    assert step_of_validity(facts).found == "invalid: insurer 01139013 from 2020-04-01, lost 2026-04-01"


def test_another_coverage_is_why_an_old_number_is_not_invalid() -> None:
    why = {each.answer: each.reason for each in why_no_other(by_number(person(ENDED, HELD), [ENDED]))}

    assert why["invalid"] == "it has ended, but another coverage of the person covers the day"


def test_where_nobody_was_found_it_is_said_of_each() -> None:
    facts = Facts(answered(Decision(QualificationValidity.NOT_FOUND)), (), (), ON, is_by_identifiers=True)
    why = {each.answer: each.reason for each in why_no_other(facts)}

    assert why["valid"] == "nobody and no coverage fits what was asked"
    assert why["ambiguous"] == "nobody fits"


def test_no_name_number_or_birth_date_is_said() -> None:
    facts = by_number(person(ENDED, HELD), [ENDED])
    said = repr([step_of_validity(facts), *why_no_other(facts)])

    for secret in ("模擬　花子", "ﾓｷﾞ ﾊﾅｺ", "1024", "シミュ-1", "1985-04-12", "仮想市"):
        assert secret not in said
