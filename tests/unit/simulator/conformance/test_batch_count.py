"""A batch counts what its requests would have counted one by one."""

import msgspec

from simulator.conformance.batch_count import BatchCount
from simulator.conformance.judging import Judging
from simulator.conformance.ledger import Ledger
from simulator.conformance.rule_base import RULES
from tests.unit.simulator.conformance.seen import by_card, by_number

JUDGING = Judging(RULES)


def test_counters_add_up_and_come_back_as_they_were() -> None:
    count = BatchCount(Ledger(), JUDGING)
    for number in range(7):
        count.add(by_number(number * 100, has_agent=number < 3))
    count.add(by_card(5000))
    ledger = count.finish()
    tally = ledger.rules["user-agent-sent"]

    assert (tally.kept, tally.broken) == (4, 4)
    assert tally.broken_by == ["at-300", "at-400", "at-500", "at-600"]
    assert (ledger.met["validity:valid"], len(ledger.people)) == (8, 1)
    assert msgspec.json.decode(msgspec.json.encode(ledger), type=Ledger) == ledger


def test_a_batch_of_requests_that_are_alike_counts_each_and_keeps_the_first_five_as_examples() -> None:
    count = BatchCount(Ledger(), JUDGING)
    for number in range(12):
        count.add(by_number(number * 100))
    count.add(by_number(1200, has_agent=False))
    tally = count.finish().rules["user-agent-sent"]

    assert (tally.kept, tally.broken) == (12, 1)
    assert tally.kept_by == ["at-0", "at-100", "at-200", "at-300", "at-400"]
    assert tally.broken_by == ["at-1200"]


def test_batches_count_on_where_the_one_before_ended() -> None:
    ledger = Ledger()
    for first in (0, 8):
        count = BatchCount(ledger, JUDGING)
        for number in range(first, first + 8):
            count.add(by_number(number * 100))
        count.finish()
        count.finish()
    assert ledger.rules["user-agent-sent"].kept == 16


def test_the_same_request_id_again_takes_no_example_from_another() -> None:
    count = BatchCount(Ledger(), JUDGING)
    for number in range(9):
        count.add(by_number(number * 100, request_id="again"))
    count.add(by_number(900))
    tally = count.finish().rules["user-agent-sent"]
    assert (tally.kept, tally.kept_by) == (10, ["again", "at-900"])
