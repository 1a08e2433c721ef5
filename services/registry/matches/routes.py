"""4情報突合."""

from collections.abc import Collection, Mapping

from services.registry.callers import MunicipalMatcher
from services.registry.matches.commands import MOST_CANDIDATES
from services.registry.matches.messages import Candidate, MatchOutcome, PersonMatchAnswer, WantedPerson
from services.registry.person_records.store.persons import read_insurers_of, read_persons_born_on
from services.registry.questions.commands import keep_question, must_be_free_to_ask
from services.registry.questions.routes import RequestBudget, asker_of
from services.registry.questions.store import Question, QuestionOutcome, Way
from services.registry.recording import Recording
from shared.domain.matching import match
from shared.errors import BodyUnreadable, MyNumberNotAccepted, RequestInvalid, TooManyMisses
from shared.web.from_world import RequestWorld
from shared.web.my_number_guard import refuse_my_numbers
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(tags=["person matches"])
_MOST_SHOWN = 20
_RECORDED = {
    MatchOutcome.ONE: QuestionOutcome.FOUND,
    MatchOutcome.NONE: QuestionOutcome.NONE,
    MatchOutcome.SEVERAL: QuestionOutcome.SEVERAL,
}


@router.post(
    "/v1/person-matches",
    summary="Find a person by four attributes (4情報突合)",
    responses=refusals(BodyUnreadable, RequestInvalid, MyNumberNotAccepted, TooManyMisses),
)
async def match_person(
    body: WantedPerson, caller: MunicipalMatcher, world: RequestWorld, budget: RequestBudget
) -> PersonMatchAnswer:
    """Compare 氏名・住所・生年月日・性別 with who is on record; the answer says what had to be overlooked.

    Birth date and sex must be the same (未設定 fits any); names and addresses are compared without width, blanks,
    variant characters and ways of writing house numbers. Whose record has no
    address, or ● in the name, is found by kana and insurer. Each is recorded, and who names too many whom nobody
    fits is refused for a while (`too-many-misses`). Role: municipality.
    """
    refuse_my_numbers(body)
    wanted, asker = body.description(), asker_of(caller, world, budget)
    async with world.database.transaction() as connection:
        await must_be_free_to_ask(connection, asker)
        born_then = await read_persons_born_on(connection, wanted.birthdate, MOST_CANDIDATES)
        insurers: Mapping[str, Collection[str]] = {}
        if wanted.insurer_number is not None:
            insurers = await read_insurers_of(connection, [record.person_id for record in born_then])
    matches = [match(wanted, record, insurers.get(record.person_id, ())) for record in born_then]
    full = [each for each in matches if each.is_full]
    near = [each for each in matches if len(each.differs) == 1]
    outcome = {0: MatchOutcome.NONE, 1: MatchOutcome.ONE}.get(len(full), MatchOutcome.SEVERAL)
    question = Question(Way.PERSON_MATCH, _RECORDED[outcome], asker.institution_code, None)
    async with world.database.transaction() as connection:
        await keep_question(connection, asker, question, Recording(world.clock.now(), asker.author))
    shown = [Candidate.of(each) for each in (full or near)[:_MOST_SHOWN]]
    return PersonMatchAnswer(
        outcome=outcome,
        person_id=shown[0].person_id if outcome is MatchOutcome.ONE else None,
        candidates=shown,
    )
