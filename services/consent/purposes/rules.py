"""Explaining the purpose rules to any asker, also those who have no role here. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from shared.domain.codes import CheckMethod
from shared.domain.consent import needs_consent, reachable
from shared.domain.purposes import (
    PURPOSE_RULES,
    DataKind,
    PurposeOfUse,
    PurposeRefusal,
    RefusalCode,
    judge_purpose,
    refusal_of,
)
from shared.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Explanation:
    """What of the kinds asked for is open, and by which methods; the refusal when nothing is."""

    opens: frozenset[DataKind]
    needs_consent: frozenset[DataKind]
    methods: frozenset[CheckMethod]
    refusal: PurposeRefusal | None


def explain_purpose(
    purpose: PurposeOfUse, role: Role | None, method: CheckMethod | None, kinds: Collection[DataKind], on: date
) -> Explanation:
    """Say what ``role`` (None: somebody without a role) gets at best of ``kinds``, every condition fulfilled."""
    # Somebody without a role is refused like one whose role opens nothing; a patient's never does.
    asker = role if role is not None else Role.PATIENT
    asked = [method] if method is not None else sorted(PURPOSE_RULES[purpose].methods) or [CheckMethod.MY_NUMBER_CARD]
    verdicts = {each: judge_purpose(purpose, asker, each, on, prior_card_check=True, opened=True) for each in asked}
    allowed = {each: verdict.opens for each, verdict in verdicts.items() if verdict.refusal is None}
    if not allowed:
        return _nothing(verdicts[asked[0]].refusal)
    shown = {each: reachable(purpose, each, opens).intersection(kinds) for each, opens in allowed.items()}
    opened = frozenset().union(*shown.values())
    if not opened:
        is_for_role = any(opens.intersection(kinds) for opens in allowed.values())
        return _nothing(refusal_of(purpose, RefusalCode.METHOD if is_for_role else RefusalCode.ROLE))
    methods = frozenset(each for each, part in shown.items() if part == opened)
    waiting = frozenset(kind for kind in opened if any(needs_consent(purpose, each, kind) for each in methods))
    return Explanation(opened, waiting, methods, None)


def _nothing(refusal: PurposeRefusal | None) -> Explanation:
    return Explanation(frozenset(), frozenset(), frozenset(), refusal)
