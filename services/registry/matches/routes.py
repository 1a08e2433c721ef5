"""4情報突合."""

from services.registry.callers import MunicipalMatcher
from services.registry.matches.commands import fit_many, fit_one
from services.registry.matches.messages import (
    OUTCOMES,
    Candidate,
    MatchOutcome,
    PersonMatchAnswer,
    PersonMatched,
    PersonsMatched,
    PersonsWanted,
    WantedPerson,
)
from services.registry.questions.commands import keep_question, must_be_free_to_ask
from services.registry.questions.routes import RequestBudget, RequestBulkBudget, asker_of
from services.registry.questions.store import Question, Way
from services.registry.recording import Recording
from shared.errors import BodyTooLarge, BodyUnreadable, MyNumberNotAccepted, RequestInvalid, TooManyMisses
from shared.web.from_world import RequestWorld
from shared.web.my_number_guard import refuse_my_numbers
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(tags=["person matches"])
BULK_MATCHES_PATH = "/v1/person-matches/bulk"
BULK_BODY_LIMIT_BYTES = 4 * 1024 * 1024
_MOST_SHOWN = 20


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
        fit = await fit_one(connection, wanted)
    question = Question(Way.PERSON_MATCH, fit.outcome, asker.institution_code, None)
    async with world.database.transaction() as connection:
        await keep_question(connection, asker, question, Recording(world.clock.now(), asker.author))
    shown = [Candidate.of(each) for each in (fit.full or fit.near)[:_MOST_SHOWN]]
    outcome = OUTCOMES[fit.outcome]
    return PersonMatchAnswer(
        outcome=outcome,
        person_id=shown[0].person_id if outcome is MatchOutcome.ONE else None,
        candidates=shown,
    )


@router.post(
    BULK_MATCHES_PATH,
    summary="Find many persons by four attributes (4情報の一括突合)",
    responses=refusals(BodyUnreadable, BodyTooLarge, RequestInvalid, MyNumberNotAccepted, TooManyMisses),
)
async def match_persons(
    body: PersonsWanted, caller: MunicipalMatcher, world: RequestWorld, budget: RequestBulkBudget
) -> PersonsMatched:
    """A part of a file, up to 1,000 lines in a body of up to 4 MiB, each compared as `POST /v1/person-matches` does it.

    Who is meant is told, and not what had to be overlooked, nor who comes near. Each line is recorded. Lines that fit
    nobody count with those of many at once: behind the last that the institution may have, lines are not looked at
    (`too-many-misses`), and the next request is refused with it. The same part may be sent again: nothing is changed.
    Role: municipality.
    """
    refuse_my_numbers(body)
    fits = await fit_many(asker_of(caller, world, budget.misses), [item.description() for item in body.items])
    items = [PersonMatched.of(item.item_reference, fit) for item, fit in zip(body.items, fits, strict=True)]
    return PersonsMatched(total=len(items), found=sum(item.person_id is not None for item in items), items=items)
