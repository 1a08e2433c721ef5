"""What is refused because it is not certain whose card it is: recorded, its proof spent, and then refused.

Neutral: whoever is no operator learns neither who is on record nor what did not agree.
"""

from services.registry.cards.commands.proofs import ProvenCard, spend
from services.registry.cards.commands.whose import Said, Whose
from services.registry.cards.rules.cards import another_persons
from services.registry.outcome import unknown
from services.registry.questions.commands import keep_question
from services.registry.questions.store import Asker, Question, QuestionOutcome, Way
from services.registry.recording import Recording
from shared.errors import CardNotUsable, RequestInvalid, ServiceError, Violation


async def refuse(asker: Asker, way: Way, said: Said, whose: Whose, proof: ProvenCard | None) -> ServiceError:
    """Record the question, spend its proof, and return the refusal; raises NonceUsed, TooManyMisses."""
    world = asker.author.world
    async with world.database.transaction() as connection:
        recording = Recording(world.clock.now(), asker.author)
        if proof is not None:
            await spend(connection, proof, recording)
        question = Question(way, whose.outcome, asker.institution_code, whose.person_id)
        await keep_question(connection, asker, question, recording)
    return _for_operators(said, whose) if said.is_operators else CardNotUsable()


def _for_operators(said: Said, whose: Whose) -> ServiceError:
    if whose.is_registered:
        return another_persons()
    if whose.outcome not in {QuestionOutcome.NONE, QuestionOutcome.SEVERAL}:
        return CardNotUsable()
    if said.person_id is not None:
        return RequestInvalid([unknown("person_id")])
    code = "unknown" if whose.outcome is QuestionOutcome.NONE else "unclear"
    if said.description is None:
        return RequestInvalid(
            [
                Violation(
                    "/person_id",
                    code,
                    "Nobody knows whose card it is: name the person.",
                    "カードの所持者が特定できません。加入者を指定してください。",
                )
            ]
        )
    return RequestInvalid(
        [
            Violation(
                "/person",
                code,
                "Nobody on record, or no single person, agrees in all four; reserve the registration instead "
                "(POST /v1/card-registration-reservations).",
                "4情報が一致する方が1名に定まりません。予約登録を利用してください。",
            )
        ]
    )
