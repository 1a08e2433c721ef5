"""A check by identifiers (被保険者証情報): those printed on a 資格確認書, where no card is shown."""

from services.eligibility.answers.shown import CheckAnswer
from services.eligibility.checks.commands.check import begin
from services.eligibility.checks.commands.in_turn import answer_in_turn
from services.eligibility.checks.commands.ports import CheckPorts
from services.eligibility.checks.rules.acts import Act, Asked, IdentifierQuestion, Question
from services.eligibility.checks.rules.pipeline import judge, record_of, unread
from services.eligibility.checks.rules.questions import IdentifierRequest, agreed_at_desk
from services.eligibility.checks.store.check_log import TakenKey
from services.eligibility.checks.store.miss_turns import Turn
from services.eligibility.rules import permissions
from shared.domain.codes import CheckMethod
from shared.domain.purposes import PurposeOfUse, PurposeRefusal, RefusalCode, judge_purpose, refusal_of
from shared.pki.tokens import Caller
from shared.published.eligibility.miss_budget import asker_of


async def check_by_identifier(
    request: IdentifierRequest, caller: Caller, ports: CheckPorts, key: TakenKey | None = None
) -> CheckAnswer:
    """Answer for whom the identifiers fit; raises TooManyMisses, KeyTaken, Overloaded, DatabaseUnavailable."""
    act = begin(caller, ports.world)
    asked = Asked(
        method=CheckMethod.INSURED_IDENTIFIER,
        purpose=request.purpose,
        as_of=request.as_of,
        client_reference=request.client_reference,
        chosen=agreed_at_desk(request),
    )
    # 1. What could never be allowed is refused without looking anybody up.
    refusal = _refused_at_once(request, caller, act)
    if refusal is not None:
        question = unread(asked, refusal, act)
        outcome = judge(question, act)
        await ports.log.store(record_of(act, asked, outcome), key)
        return await ports.answers.answer(act, question, outcome)
    # 2. Who fits, what comes of it, one write, the answer.
    asker = asker_of(caller.client_id, caller.institution_code)
    return await answer_in_turn(
        asker, act, asked, ports, key, lambda turn: _read(request, asked, caller, ports, act, turn)
    )


def _refused_at_once(request: IdentifierRequest, caller: Caller, act: Act) -> PurposeRefusal | None:
    at_best = judge_purpose(
        request.purpose, caller.role, CheckMethod.INSURED_IDENTIFIER, act.today, prior_card_check=True, opened=True
    )
    if at_best.refusal is not None:
        return at_best.refusal
    if request.purpose is PurposeOfUse.INSURER and request.insured.insurer_number != caller.insurer_number:
        return refusal_of(request.purpose, RefusalCode.OTHER_INSURER)
    return None


async def _read(
    request: IdentifierRequest, asked: Asked, caller: Caller, ports: CheckPorts, act: Act, turn: Turn
) -> Question:
    facts = await ports.reads.by_identifier(
        IdentifierQuestion(request.insured, caller.client_id, caller.institution_code)
    )
    turn.found(facts.misses)
    if facts.decisive_miss is not None:
        raise turn.is_refused(ports.misses.single.refusal(facts.decisive_miss, act.at))
    verdict = judge_purpose(
        asked.purpose,
        caller.role,
        asked.method,
        act.today,
        prior_card_check=facts.prior_card_check,
        opened=facts.opened,
    )
    return Question(
        asked=asked,
        subject=facts.matches,
        permission=permissions.by_identifier(verdict.opens, asked.chosen, act.at, asked.purpose),
        refusal=verdict.refusal,
        known=facts.known,
    )
