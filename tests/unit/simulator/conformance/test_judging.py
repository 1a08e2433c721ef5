"""Judging by shape says what the rules say, one by one."""

import pytest

from simulator.conformance.judging import Judging
from simulator.conformance.past import Past
from simulator.conformance.rule_base import RULES
from tests.unit.simulator.conformance.cases import BREAKS, KEEPS

JUDGING = Judging(RULES)


@pytest.mark.parametrize("rule_id", BREAKS)
def test_what_is_remembered_of_a_shape_is_what_each_rule_says(rule_id: str) -> None:
    past = Past()
    for request in (*BREAKS[rule_id], *KEEPS[rule_id], *BREAKS[rule_id]):
        one_by_one = {
            (rule.id, judged.is_kept, judged.request_id)
            for rule in RULES
            if (judged := rule.judge(request, past)) is not None
        }
        alone = {(rule_id, is_kept, request.request_id) for rule_id, is_kept in JUDGING.alone(request)}
        in_time = {(rule_id, each.is_kept, each.request_id) for rule_id, each in JUDGING.in_time(request, past)}
        assert alone | in_time == one_by_one
        past.remember(request)
