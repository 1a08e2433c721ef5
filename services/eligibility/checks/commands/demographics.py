"""氏名等による照会: finding a patient by name, birth date, sex and address, where neither card nor number is at hand.

Only where an operator has given the authority for emergencies, or opened reading after a disaster. Everything must
fit: what fits in part is nobody. Whose address is not disclosed (不開示該当) is never found, for a hit would confirm
it. Misses count against the limit.
"""

from services.eligibility.answers.shown import CheckAnswer
from services.eligibility.checks.commands.check import begin
from services.eligibility.checks.commands.in_turn import answer_in_turn
from services.eligibility.checks.commands.ports import CheckPorts
from services.eligibility.checks.rules.acts import Act, Asked, Known, Question
from services.eligibility.checks.rules.pipeline import unread
from services.eligibility.checks.rules.questions import Demographics, DemographicsRequest
from services.eligibility.checks.store.check_log import TakenKey
from services.eligibility.checks.store.described import people_born_on, read_asker
from services.eligibility.checks.store.miss_turns import Turn
from services.eligibility.rules import permissions
from shared.domain.codes import CheckMethod, QualificationValidity
from shared.domain.coverage import PersonRecord
from shared.domain.matching import Description, fits_fully
from shared.domain.purposes import judge_purpose
from shared.pki.tokens import Caller
from shared.published.eligibility.miss_budget import asker_of

_METHOD = CheckMethod.DEMOGRAPHICS


async def check_by_demographics(
    request: DemographicsRequest, caller: Caller, ports: CheckPorts, key: TakenKey | None = None
) -> CheckAnswer:
    """Answer for whom everything fits; raises TooManyMisses, KeyTaken, Overloaded or DatabaseUnavailable."""
    act = begin(caller, ports.world)
    asked = Asked(_METHOD, request.purpose, act.today, request.client_reference)
    asker = asker_of(caller.client_id, request.institution_code)
    return await answer_in_turn(
        asker, act, asked, ports, key, lambda turn: _read(request, asked, caller, ports, act, asker, turn)
    )


def fits(person: PersonRecord, asked: Demographics) -> bool:
    """Tell whether everything that was asked fits somebody who may be found. Pure."""
    if person.address_hidden or person.self_information_blocked:
        return False
    description = Description(
        asked.name, asked.birthdate, asked.sex, asked.name_kana, asked.address, asked.insurer_number
    )
    return fits_fully(description, person)


async def _read(
    request: DemographicsRequest, asked: Asked, caller: Caller, ports: CheckPorts, act: Act, asker: str, turn: Turn
) -> Question:
    role, misses = caller.role, ports.misses.single
    # 1. What could never be allowed is refused without looking anybody up; nor is what is not opened.
    at_best = judge_purpose(request.purpose, role, _METHOD, act.today, prior_card_check=True, opened=True)
    if at_best.refusal is not None:
        return unread(asked, at_best.refusal, act)
    opened, so_far, decisive_miss = await read_asker(
        ports.world, request.institution_code, request.purpose, asker, misses, act.at
    )
    turn.found(so_far)
    verdict = judge_purpose(request.purpose, role, _METHOD, act.today, opened=opened)
    if verdict.refusal is not None:
        return unread(asked, verdict.refusal, act)
    if decisive_miss is not None:
        raise turn.is_refused(misses.refusal(decisive_miss, act.at))
    # 2. Who was born on that day, and whom of them everything fits.
    people = await people_born_on(ports.world, request.demographics.birthdate)
    found = [(version_id, person) for version_id, person in people if fits(person, request.demographics)]
    permission = permissions.by_identifier(verdict.opens, (), act.at, request.purpose)
    if len(found) != 1:
        validity = QualificationValidity.AMBIGUOUS if found else QualificationValidity.NOT_FOUND
        return Question(asked, validity, permission)
    ((version_id, person),) = found
    return Question(asked, person, permission, known={person.person_id: Known(version_id)}, person_id=person.person_id)
