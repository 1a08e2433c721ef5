"""What the reader does by itself between two screens: 利用登録 looked up or made, and the check."""

from typing import Any
from uuid import UUID

import httpx

from onshi.answers import Answer
from onshi.exchange import ToSign
from onshi.problems import OnshiProblem
from services.reader.calls.cards import sign
from services.reader.calls.institution import Sign
from services.reader.receptions.commands import begin
from services.reader.receptions.store import add_answer
from services.reader.visits.commands.desk import Desk
from services.reader.visits.rules.outcomes import Outcome, no_answer, outcome_of_answer, outcome_of_refusal
from services.reader.visits.rules.steps import Next, Step, Task, after_lookup
from services.reader.visits.rules.visit import Visit


async def go_on(desk: Desk, visit: Visit, following: Next) -> Visit:
    """Return the visit at the next step that a person sees; raises VerificationOver."""
    if following is Task.LOOK_UP:
        came = await _look_up(desk, visit)
        if isinstance(came, Outcome):
            return visit.ended(came, desk.now)
        following = came
    if following is Task.CHECK:
        return visit.ended(await _check(desk, visit), desk.now)
    assert isinstance(following, Step)  # noqa: S101 - else it was a task
    return visit.at(following, desk.now)


async def register(desk: Desk, visit: Visit) -> Visit:
    """Register the card on the spot (初回登録), and go on to the consents; raises VerificationOver."""
    try:
        await desk.institution.register(_signing(desk, visit))
    except OnshiProblem as problem:
        return visit.ended(outcome_of_refusal(problem.code, problem.status, Task.LOOK_UP), desk.now)
    except httpx.HTTPError:
        return visit.ended(no_answer(Task.LOOK_UP), desk.now)
    return visit.at(Step.CONSENT, desk.now)


async def checked(desk: Desk, visit: Visit) -> Answer:
    """Make the check, and let the clinic's screen know; raises VerificationOver, OnshiProblem, httpx.HTTPError."""
    # The list is followed from before the check, so that the check is on the screen.
    await begin(desk.world, desk.reader.client_id, desk.institution)
    answer = await desk.institution.check(_signing(desk, visit), visit.consents, visit.prescription_form)
    members: dict[str, Any] = dict(answer.document)
    await add_answer(desk.world, desk.reader.client_id, UUID(answer.check_id), members)
    return answer


async def _look_up(desk: Desk, visit: Visit) -> Next | Outcome:
    try:
        return after_lookup(is_registered=await desk.institution.is_registered(_signing(desk, visit)))
    except OnshiProblem as problem:
        outcome = outcome_of_refusal(problem.code, problem.status, Task.LOOK_UP)
        # What is wrong with the card itself the check says, too: so it is in the institution's record.
        return outcome if outcome.step is Step.OUTAGE else Task.CHECK
    except httpx.HTTPError:
        return no_answer(Task.LOOK_UP)


async def _check(desk: Desk, visit: Visit) -> Outcome:
    try:
        answer = await checked(desk, visit)
    except OnshiProblem as problem:
        return outcome_of_refusal(problem.code, problem.status)
    except httpx.HTTPError:
        return no_answer()
    refusal = None if answer.refusal is None else answer.refusal.code
    return outcome_of_answer(answer.validity, answer.certificate_state, refusal, answer.check_id)


def _signing(desk: Desk, visit: Visit) -> Sign:
    card_id, verification = visit.card_id, visit.verification
    assert card_id is not None  # noqa: S101 - a holder was verified, so there is a card
    assert verification is not None  # noqa: S101 - same

    async def signed(asked: ToSign, audience: str) -> str:
        return await sign(desk.calls, card_id, verification, asked, audience)

    return signed
