"""氏名等による照会: finding a patient by name, birth date, sex and address, where neither card nor number is at hand.

Only where an operator has given the authority for emergencies, or opened reading after a disaster. Everything must
fit: what fits in part is nobody. Whose address is not disclosed (不開示該当) is never found, for a hit would confirm
it. Misses count against the limit.
"""

from collections.abc import Sequence
from uuid import UUID

from services.eligibility.answers.shown import CheckAnswer
from services.eligibility.checks.commands.check import CheckPorts
from services.eligibility.checks.rules.outcomes import Answered, CheckAct, Outcome, Refused, answer_of, record_of
from services.eligibility.checks.rules.questions import Demographics, DemographicsRequest
from services.eligibility.checks.store.check_log import TakenKey
from services.eligibility.checks.store.misses import asker_of
from services.eligibility.rules import permissions
from services.eligibility.rules.decision import Decision, decide_by_card
from services.eligibility.rules.disclosure import Permission, disclose
from shared.clock import JAPAN
from shared.domain.codes import CheckMethod, QualificationValidity
from shared.domain.coverage import PersonRecord
from shared.domain.matching import Description, fits_fully
from shared.domain.purposes import judge_purpose
from shared.ids import new_id
from shared.pki.tokens import Caller
from shared.published.consent import opened
from shared.published.eligibility.misses import decisive_miss
from shared.published.registry import PEOPLE_BORN_ON, decode_person

_METHOD = CheckMethod.DEMOGRAPHICS

_ASKER = f"""
SELECT {opened("$1", "$2", "$3")} AS opened, {decisive_miss("$4", "'demographics'", "$5", "$6")} AS decisive_miss
"""


async def check_by_demographics(
    request: DemographicsRequest, caller: Caller, ports: CheckPorts, key: TakenKey | None = None
) -> CheckAnswer:
    """Answer for whom everything fits; raises TooManyMisses, KeyTaken, Overloaded or DatabaseUnavailable."""
    now = ports.world.clock.now().astimezone(JAPAN)
    act = CheckAct(new_id(now, ports.world.random_bytes), now, now.date(), caller)
    outcome = await _judge(request, act, ports)
    record = record_of(act, _METHOD, request.purpose, act.today, outcome, request.client_reference)
    await ports.log.store(record, key)
    return answer_of(act, _METHOD, act.today, outcome, request.client_reference)


def fits(person: PersonRecord, asked: Demographics) -> bool:
    """Tell whether everything that was asked fits somebody who may be found. Pure."""
    if person.address_hidden or person.self_information_blocked:
        return False
    description = Description(
        asked.name, asked.birthdate, asked.sex, asked.name_kana, asked.address, asked.insurer_number
    )
    return fits_fully(description, person)


async def _judge(request: DemographicsRequest, act: CheckAct, ports: CheckPorts) -> Outcome:
    role, database = act.caller.role, ports.world.database
    # 1. What could never be allowed is refused without looking anybody up; nor is what is not opened.
    at_best = judge_purpose(request.purpose, role, _METHOD, act.today, prior_card_check=True, opened=True)
    if at_best.refusal is not None:
        return Refused(at_best.refusal)
    misses = ports.misses.single
    (asker,) = await database.fetch(
        _ASKER,
        request.institution_code,
        request.purpose.value,
        ports.world.known_at(),
        asker_of(act.caller.client_id, request.institution_code),
        act.at - misses.window,
        misses.limit - 1,
    )
    verdict = judge_purpose(request.purpose, role, _METHOD, act.today, opened=bool(asker["opened"]))
    if verdict.refusal is not None:
        return Refused(verdict.refusal)
    if asker["decisive_miss"] is not None:
        raise misses.refusal(asker["decisive_miss"], act.at)
    # 2. and 3.
    rows = await database.fetch(PEOPLE_BORN_ON, request.demographics.birthdate, ports.world.known_at())
    people = [(row["version_id"], decode_person(row["document"])) for row in rows]
    found = [(version_id, person) for version_id, person in people if fits(person, request.demographics)]
    return _outcome(found, request, permissions.by_identifier(verdict.opens, (), act.at, request.purpose), act)


def _outcome(
    found: Sequence[tuple[UUID, PersonRecord]],
    request: DemographicsRequest,
    permission: Permission,
    act: CheckAct,
) -> Outcome:
    if len(found) != 1:
        validity = QualificationValidity.AMBIGUOUS if found else QualificationValidity.NOT_FOUND
        decision = Decision(validity)
        return Answered(decision, disclose(decision, act.today, permission), None)
    ((version_id, person),) = found
    decision = decide_by_card(person, act.today, request.institution_code)
    shown = disclose(decision, act.today, permission)
    return Answered(decision, shown, version_id, is_unasked=permission.is_unasked)
