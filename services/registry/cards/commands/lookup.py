"""Whether a card is registered: answered to the reader in which the card lies, and recorded."""

from services.registry.cards.commands.proofs import ProvenCard
from services.registry.cards.store.registrations import read_card_registration
from services.registry.questions.store import Asker, Question, QuestionOutcome, Way, record_questions
from services.registry.recording import Recording


async def look_up_card(asker: Asker, card: ProvenCard) -> bool:
    """Return whether the card is registered now."""
    world = asker.author.world
    async with world.database.transaction() as connection:
        found = await read_card_registration(connection, card.authority_key_id, card.serial_number)
        outcome = QuestionOutcome.NONE if found is None else QuestionOutcome.FOUND
        person_id = None if found is None else found.person_id
        question = Question(Way.CARD_LOOKUP, outcome, asker.institution_code, person_id)
        await record_questions(connection, [question], Recording(world.clock.now(), asker.author))
    return found is not None
