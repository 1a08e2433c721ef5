"""Every rule: what breaks it, what keeps it, and that an injected fault breaks none."""

import msgspec
import pytest

from simulator.conformance.past import Past
from simulator.conformance.rule_base import BY_ID, RULES
from tests.unit.simulator.conformance.cases import BREAKS, KEEPS, QUIET
from tests.unit.simulator.conformance.seen import ALICE, by_card, by_number, judged, seen


def test_there_are_at_least_thirty_rules_and_each_has_its_tests() -> None:
    assert len(RULES) == len(BY_ID) == 54
    assert set(BREAKS) == set(KEEPS) == set(BY_ID)


@pytest.mark.parametrize("rule_id", BY_ID)
def test_a_rule_is_broken_by_what_it_says(rule_id: str) -> None:
    said = judged(rule_id, *BREAKS[rule_id])

    assert said, "the rule says nothing"
    assert [is_kept for is_kept, _ in said].count(False) == 1
    assert said[-1][0] is False


@pytest.mark.parametrize("rule_id", BY_ID)
def test_a_rule_is_kept_by_what_is_done_right(rule_id: str) -> None:
    said = judged(rule_id, *KEEPS[rule_id])

    assert said, "the rule says nothing"
    assert all(is_kept for is_kept, _ in said)


@pytest.mark.parametrize("rule_id", QUIET)
def test_what_comes_near_breaks_nothing(rule_id: str) -> None:
    assert all(is_kept for is_kept, _ in judged(rule_id, *QUIET[rule_id]))


@pytest.mark.parametrize(
    "rule_id", [each for each, (first, *rest) in BREAKS.items() if not rest and not first.is_answered]
)
def test_a_refusal_that_was_injected_breaks_no_rule(rule_id: str) -> None:
    (request,) = BREAKS[rule_id]

    assert judged(rule_id, msgspec.structs.replace(request, is_faulty=True, has_agent=True)) == []


def test_a_message_sent_again_too_soon_is_found_though_the_first_was_never_read() -> None:
    first = seen(operation="messages_send", status=503, retry_after_s=2.0, body="message", is_faulty=True)
    soon, later = (by_number(after_s, message="siquc01", body="message") for after_s in (1.0, 2.1))

    assert judged("retry-after-kept", first, soon) == [(False, "at-1")]
    assert judged("retry-after-kept", first, later) == [(True, "at-2.1")]


@pytest.mark.parametrize("rule_id", ["lost-answer-found-again", "ambiguous-asked-again"])
def test_what_was_not_followed_up_names_the_request_that_called_for_it(rule_id: str) -> None:
    assert judged(rule_id, *BREAKS[rule_id]) == [(False, "at-0")]


def test_the_day_of_a_card_is_a_day_in_japan() -> None:
    # 2026-11-20 09:00 in Japan: fifteen hours later it is the next day there, 24 hours later it is elsewhere.
    assert judged("card-before-numbers", by_card(), by_number(15 * 3600 - 1)) == [(True, "at-0"), (False, "at-53999")]
    assert judged("card-before-numbers", by_card(), by_number(15 * 3600)) == [(True, "at-0")]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_why_in_both_languages(rule: object) -> None:
    assert all(getattr(rule, name) for name in ("title", "title_ja", "source", "reason", "reason_ja", "broken_by"))


def test_what_is_remembered_is_bounded_and_comes_back_as_it_was() -> None:
    past = Past()
    for number in range(2_000):
        past.remember(by_card(number, person=f"{number:032x}", body=f"{number}"))
        past.remember(seen(number, operation="check_follow", place=f"{number}", retry_after_s=9.0, status=503))
        past.remember(by_number(number, person=ALICE, check_id=f"{number}", is_whole=False, status=None))
    stored = msgspec.json.encode(past)

    assert len(stored) < 60_000
    assert msgspec.json.decode(stored, type=Past) == past
