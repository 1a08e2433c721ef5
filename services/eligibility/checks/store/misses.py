"""The budgets of one world for questions that fit nobody, and the turns of those that are asked at the same moment."""

from dataclasses import dataclass

from services.eligibility.checks.store.miss_turns import MissTurns
from shared.published.eligibility.miss_budget import MissBudget


@dataclass(frozen=True, slots=True)
class MissBudgets:
    """The budgets of one world."""

    single: MissBudget
    """Of who is asked about one by one, whichever way."""
    bulk: MissBudget
    turns: MissTurns
