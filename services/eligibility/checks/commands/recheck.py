"""再照会: asking again about a patient whom this institution has checked before, without card or number.

For home care (訪問診療等) and online care the earlier check must have been by card; what the patient agreed to then and
has not withdrawn (居宅同意取得型) opens medical data for another 24 hours. Billing may follow any check of its own. The
limit rests on what the earlier check rested on: on the card, or on what the patient said at the desk and still lets
stand. It is off the hot path: two reads by key, then the same pure work and the same one write.
"""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from services.eligibility.answers.shown import CheckAnswer
from services.eligibility.checks.commands.check import begin
from services.eligibility.checks.commands.ports import CheckPorts
from services.eligibility.checks.rules.acts import RULES, Act, Asked, Question
from services.eligibility.checks.rules.pipeline import judge, record_of, unread
from services.eligibility.checks.rules.questions import RecheckRequest
from services.eligibility.checks.store.check_log import TakenKey
from services.eligibility.checks.store.earlier import EarlierCheck, read_earlier, read_standing
from services.eligibility.rules import permissions
from shared.domain import consent
from shared.domain.codes import CheckMethod, QualificationValidity
from shared.domain.consent import RECHECK_CHANNELS, ConsentGrant
from shared.domain.purposes import DataKind, RefusalCode, judge_purpose, refusal_of
from shared.errors import CardNotUsable, RequestInvalid, Violation
from shared.pki.tokens import Caller
from shared.worlds.world import World

_METHOD = CheckMethod.RECHECK
_RULES = (*RULES, consent.RULES_VERSION)


async def check_again(
    request: RecheckRequest, caller: Caller, ports: CheckPorts, key: TakenKey | None = None
) -> CheckAnswer:
    """Answer for the patient of an earlier check.

    That the earlier check was not by card is a refused purpose, which is an answer. Raises RequestInvalid,
    CardNotUsable, KeyTaken, Overloaded or DatabaseUnavailable.
    """
    act = begin(caller, ports.world)
    # 1. and 2.
    question = await read_question_again(request, act, ports.world)
    if isinstance(question, NotAnswered):
        await ports.log.store(record_of(act, question.asked, question.refusal))
        raise question.refusal
    # 3. What comes of it.
    outcome = judge(question, act)
    # 4. and 5.
    await ports.log.store(record_of(act, question.asked, outcome), key)
    return await ports.answers.answer(act, question, outcome)


@dataclass(frozen=True, slots=True)
class NotAnswered:
    """The patient of the earlier check may not be shown any more; what was asked goes on record."""

    asked: Asked
    refusal: CardNotUsable


async def read_question_again(request: RecheckRequest, act: Act, world: World) -> Question | NotAnswered:
    """Return what is judged about the patient of an earlier check; raises RequestInvalid, DatabaseUnavailable."""
    asked = Asked(_METHOD, request.purpose, request.as_of, request.client_reference, rules=_RULES)
    verdict = judge_purpose(request.purpose, act.caller.role, _METHOD, act.today, prior_card_check=True, opened=True)
    # 1. What could never be allowed is refused without looking anybody up.
    if verdict.refusal is not None:
        return unread(asked, verdict.refusal, act)
    # 2. The earlier check, and what the patient agreed to then and since.
    earlier = await _read_earlier(request, world)
    grants = await _read_grants(request, earlier, world)
    asked = msgspec.structs.replace(asked, consent_versions=_rested_on(request, grants))
    try:
        return _question(asked, earlier, grants, verdict.opens, act)
    except CardNotUsable as refusal:
        return NotAnswered(asked, refusal)


def _question(
    asked: Asked, earlier: EarlierCheck, grants: list[ConsentGrant], opens: frozenset[DataKind], act: Act
) -> Question:
    """Return what is judged; raises CardNotUsable."""
    known, person_id = {earlier.person_id: earlier.known}, earlier.person_id
    permission = permissions.by_standing(opens, grants, permissions.limit_of(earlier.check, act.at), act.at)
    if not earlier.was_by_card and asked.purpose in RECHECK_CHANNELS:
        refusal = refusal_of(asked.purpose, RefusalCode.NEEDS_CARD_CHECK)
        return Question(asked, QualificationValidity.NOT_FOUND, permission, refusal, known, person_id)
    if earlier.person is None or earlier.person.self_information_blocked:
        raise CardNotUsable
    return Question(asked, earlier.person, permission, known=known, person_id=person_id)


async def _read_earlier(request: RecheckRequest, world: World) -> EarlierCheck:
    earlier = await read_earlier(world, request.recheck_of, request.institution_code)
    if earlier is None:
        words = (
            "This institution has no answered check of one person with this id.",
            "この医療機関の照会（1名に特定されたもの）が見つかりません。",
        )
        raise RequestInvalid([Violation("/recheck_of", "unknown", *words)])
    return earlier


async def _read_grants(request: RecheckRequest, earlier: EarlierCheck, world: World) -> list[ConsentGrant]:
    channel = RECHECK_CHANNELS.get(request.purpose)
    if channel is None or not earlier.was_by_card:
        return []
    return await read_standing(world, earlier.person_id, request.institution_code, channel)


def _rested_on(request: RecheckRequest, grants: list[ConsentGrant]) -> list[UUID]:
    # Versions of consents that stand, and the check whose own consents count.
    return [*(grant.version_id for grant in grants if grant.version_id is not None), request.recheck_of]
