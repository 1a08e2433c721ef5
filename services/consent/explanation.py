"""Explaining the purpose rules to any asker, also those who have no role here. Pure."""

from dataclasses import dataclass
from datetime import date

from shared.domain.codes import CheckMethod
from shared.domain.purposes import PURPOSE_RULES, DataKind, PurposeOfUse, PurposeRefusal, judge_purpose
from shared.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is open by which methods; the refusal when nothing is."""

    opens: frozenset[DataKind]
    methods: frozenset[CheckMethod]
    refusal: PurposeRefusal | None


def explain_purpose(purpose: PurposeOfUse, role: Role | None, method: CheckMethod | None, on: date) -> Explanation:
    """Say what ``role`` (None: somebody without a role) gets at best, every condition fulfilled."""
    # Somebody without a role is refused like one whose role opens nothing; a patient's never does.
    asker = role if role is not None else Role.PATIENT
    asked = [method] if method is not None else sorted(PURPOSE_RULES[purpose].methods) or [CheckMethod.MY_NUMBER_CARD]
    verdicts = {each: judge_purpose(purpose, asker, each, on, prior_card_check=True, opened=True) for each in asked}
    allowed = {each: verdict for each, verdict in verdicts.items() if verdict.refusal is None}
    if not allowed:
        return Explanation(frozenset(), frozenset(), verdicts[asked[0]].refusal)
    return Explanation(frozenset().union(*(verdict.opens for verdict in allowed.values())), frozenset(allowed), None)
