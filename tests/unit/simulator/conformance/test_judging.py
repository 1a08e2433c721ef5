"""Judging by shape says what the rules say, one by one."""

import msgspec
import pytest

from simulator.conformance.judging import Judging
from simulator.conformance.ledger import Ledger
from simulator.conformance.past import Past
from simulator.conformance.rule_base import RULES
from tests.unit.simulator.conformance.cases import BREAKS, KEEPS
from tests.unit.simulator.conformance.seen import by_card, by_number

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
        assert set(JUDGING.judge(request, past)) == one_by_one
        past.remember(request)


def test_counters_add_up_and_come_back_as_they_were() -> None:
    ledger = Ledger()
    for number in range(7):
        ledger.count(by_number(number * 100, has_agent=number < 3), JUDGING)
    ledger.count(by_card(5000), JUDGING)
    tally = ledger.rules["user-agent-sent"]

    assert (tally.kept, tally.broken) == (4, 4)
    assert tally.broken_by == ["at-300", "at-400", "at-500", "at-600"]
    assert (ledger.met["validity:valid"], len(ledger.people)) == (8, 1)
    assert msgspec.json.decode(msgspec.json.encode(ledger), type=Ledger) == ledger
