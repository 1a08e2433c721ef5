"""Which rules fit a request, and in which order."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.clock import FrozenClock, ShiftedClock
from simulator.faults.operations import operation_at
from simulator.faults.plan import LiveRule, Plan, id_of, number_of
from simulator.faults.requests import Facts
from simulator.faults.rule import Match, Rule

NOW = datetime(2026, 11, 20, tzinfo=UTC)
PATH = "/eligibility/v1/checks/0192f0c8-0000-7000-8000-000000000000"
FACTS = Facts(
    method="GET",
    path=PATH,
    operation=operation_at("GET", PATH),
    test="lost-answers",
    client_id="clinic",
    institution_code="9910000018",
    client_reference="visit-17",
    who=frozenset({"somebody"}),
    whom=b"somebody",
)


def plan(*rules: Rule, clock: FrozenClock | None = None) -> Plan:
    live = [LiveRule(number, rule, 0) for number, rule in enumerate(rules, 1)]
    return Plan(("default", 1), live, clock or FrozenClock(NOW))


def fits(match: Match, facts: Facts = FACTS, who: tuple[str, ...] = ()) -> bool:
    return any(plan(Rule("hang", match=match, who=who)).fitting(["hang"], facts))


@pytest.mark.parametrize(
    "match",
    [
        Match(),
        Match(test="lost-answers"),
        Match(client_id="clinic", institution_code="9910000018"),
        Match(operation="check_get_one"),
        Match(operation=PATH),
        Match(operation="/eligibility/v1/checks/{check_id}"),
        Match(operation="GET /eligibility/v1/checks/{check_id}"),
        Match(face="rest", client_reference="visit-17"),
    ],
)
def test_a_rule_fits_what_it_names(match: Match) -> None:
    assert fits(match)
    assert plan(Rule("hang", match=match)).kinds_for(FACTS.operation) == {"hang"}


@pytest.mark.parametrize(
    "match",
    [
        Match(test="another"),
        Match(client_id="hospital"),
        Match(institution_code="9910000026"),
        Match(operation="check_follow"),
        Match(operation="/eligibility/v1/checks"),
        Match(operation="POST /eligibility/v1/checks/{check_id}"),
        Match(face="oqs"),
        Match(client_reference="visit-18"),
        Match(test="lost-answers", client_id="hospital"),
    ],
)
def test_a_rule_fits_nothing_else(match: Match) -> None:
    assert not fits(match)


def test_a_rule_for_a_persona_fits_by_what_they_are_known_by() -> None:
    assert fits(Match(persona="anybody"), who=("somebody", "their card"))
    assert not fits(Match(persona="anybody"), who=("somebody else",))


def test_who_is_told_apart_from_the_request_counts_alone() -> None:
    rule = Rule("hang", match=Match(persona="anybody"), who=("somebody",))

    assert list(plan(rule).fitting(["hang"], FACTS, frozenset({"somebody else"}))) == []


def test_health_and_the_simulators_own_requests_are_only_meant_by_name() -> None:
    health = Facts("GET", "/eligibility/healthz", operation_at("GET", "/eligibility/healthz"), is_own=True)

    assert not fits(Match(), health)
    assert fits(Match(operation="/eligibility/healthz"), health)


def test_counted_rules_come_in_the_order_of_their_making_then_what_lasts_then_a_profile() -> None:
    rules = plan(
        Rule("delay", times=None, of_profile=True),
        Rule("delay", times=None),
        Rule("delay", times=3),
        Rule("delay", times=1),
    )

    assert [each.number for each in rules.fitting(["delay"], FACTS)] == [3, 4, 2, 1]


def test_what_is_used_up_fits_nobody() -> None:
    live = LiveRule(1, Rule("hang", times=2), seen=2)

    assert list(Plan(("default", 1), [live], FrozenClock(NOW)).fitting(["hang"], FACTS)) == []


def test_a_rule_ends_by_the_worlds_clock_and_no_later_in_real_time() -> None:
    really = ShiftedClock().now()
    clock = FrozenClock(NOW)
    until = NOW + timedelta(seconds=60)
    lasting = Rule("hang", ends_at=until, ends_really_at=really + timedelta(hours=1))
    over_in_real_time = Rule("hang", ends_at=until, ends_really_at=really)

    assert [each.number for each in plan(lasting, over_in_real_time, clock=clock).fitting(["hang"], FACTS)] == [1]
    clock.advance(timedelta(seconds=60))
    assert list(plan(lasting, clock=clock).fitting(["hang"], FACTS)) == []


def test_a_body_is_read_only_where_a_rule_needs_it() -> None:
    assert not plan(Rule("hang", match=Match(test="a", operation="check_follow", institution_code="1"))).needs_body
    for match in (Match(persona="a"), Match(client_reference="a"), Match(client_id="a")):
        assert plan(Rule("hang", match=match)).needs_body
    assert plan(Rule("hang", share=0.5)).needs_body


def test_the_kinds_of_an_operation_are_those_of_the_rules_that_can_mean_it() -> None:
    rules = plan(
        Rule("hang", match=Match(operation="check_follow")),
        Rule("status", match=Match(operation=PATH)),
        Rule("delay", match=Match(test="a")),
    )

    assert rules.kinds_for(operation_at("GET", PATH)) == {"status", "delay"}
    assert rules.kinds_for(operation_at("GET", "/eligibility/v1/checks")) == {"hang", "delay"}
    assert rules.kinds_for(operation_at("GET", "/eligibility/healthz")) == set()
    assert rules.kinds_for(operation_at("GET", "/nowhere")) == set()


def test_an_id_tells_its_number() -> None:
    assert number_of(id_of(17)) == 17
    assert [number_of(text) for text in ("fault-", "fault-x", "17", "fault-1٧", "", "fault-" + "9" * 19)] == [None] * 6
