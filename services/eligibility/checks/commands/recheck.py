"""再照会: asking again about a patient whom this institution has checked before, without card or number.

For home care (訪問診療等) and online care the earlier check must have been by card; what the patient agreed to then and
has not withdrawn (居宅同意取得型) opens medical data for another 24 hours. Billing may follow any check of its own. The
limit rests on what the earlier check rested on: on the card, or on what the patient said at the desk and still lets
stand. It is off the hot path: two reads by key, then the same pure work and the same one write.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from services.eligibility.answers.shown import CheckAnswer
from services.eligibility.checks.commands.check import CheckPorts
from services.eligibility.checks.rules.outcomes import (
    RULES,
    Answered,
    CheckAct,
    Outcome,
    Refused,
    answer_of,
    numbered,
    record_of,
)
from services.eligibility.checks.rules.questions import RecheckRequest
from services.eligibility.checks.rules.records import DisclosureRecord
from services.eligibility.checks.store.check_log import TakenKey
from services.eligibility.checks.store.consents_on_record import CONSENTED_COLUMNS, consented_of
from services.eligibility.checks.store.last_checks import LAST_CHECK_COLUMNS, last_check_join, last_check_of
from services.eligibility.checks.store.people import own_number
from services.eligibility.rules import permissions
from services.eligibility.rules.decision import decide_by_card
from services.eligibility.rules.disclosure import Permission, disclose
from services.eligibility.rules.limit_change import LastCheck, is_worth_a_notice
from services.eligibility.rules.permissions import ConsentedCheck
from shared.clock import JAPAN
from shared.domain import consent
from shared.domain.codes import CheckMethod
from shared.domain.consent import RECHECK_CHANNELS, ConsentGrant
from shared.domain.coverage import PersonRecord
from shared.domain.purposes import RefusalCode, judge_purpose, refusal_of
from shared.errors import CardNotUsable, RequestInvalid, ServiceError, Violation
from shared.ids import new_id
from shared.pki.tokens import Caller
from shared.published.consent import STANDING_CONSENTS, grant_of
from shared.published.eligibility.records import answered_check
from shared.published.registry import decode_person, person_known_at
from shared.worlds.world import World

_EARLIER = f"""
SELECT {CONSENTED_COLUMNS}, k.institution_code, k.person_id, p.version_id, p.document::text, n.reference_number,
       {LAST_CHECK_COLUMNS}
FROM {answered_check("k", "$1")}
{person_known_at("$2", "p", "k.person_id")}
{own_number("n", "k.person_id", "k.institution_code")}
{last_check_join("p", "k")}
WHERE k.person_id IS NOT NULL
"""  # noqa: S608 - put together from constants


@dataclass(frozen=True, slots=True)
class _Earlier:
    """The check that is asked again about, and its person as known now."""

    check: ConsentedCheck
    person_id: UUID
    person: PersonRecord | None
    version_id: UUID | None
    reference_number: str | None
    last_check: LastCheck | None

    @property
    def was_by_card(self) -> bool:
        """Whether the patient was there with card or phone."""
        return self.check.method is CheckMethod.MY_NUMBER_CARD


async def check_again(
    request: RecheckRequest, caller: Caller, ports: CheckPorts, key: TakenKey | None = None
) -> CheckAnswer:
    """Answer for the patient of an earlier check.

    That the earlier check was not by card is a refused purpose, which is an answer. Raises RequestInvalid,
    CardNotUsable, KeyTaken, Overloaded or DatabaseUnavailable.
    """
    now = ports.world.clock.now().astimezone(JAPAN)
    act = CheckAct(new_id(now, ports.world.random_bytes), now, now.date(), caller)
    verdict = judge_purpose(
        request.purpose, caller.role, CheckMethod.RECHECK, act.today, prior_card_check=True, opened=True
    )
    outcome: Outcome
    grants: Sequence[ConsentGrant] = ()
    # 1. What could never be allowed is refused without looking anybody up.
    if verdict.refusal is not None:
        outcome = Refused(verdict.refusal)
    else:
        # 2.
        earlier = await _read_earlier(request, ports.world)
        grants = await _read_standing(request, earlier, ports.world)
        permission = permissions.by_standing(verdict.opens, grants, permissions.limit_of(earlier.check, now), now)
        try:
            # 3.
            outcome = _judge(request, earlier, permission, act)
        except CardNotUsable as refusal:
            await ports.log.store(_record(act, request, refusal, grants))
            raise
    # 4. and 5.
    await ports.log.store(_record(act, request, outcome, grants), key)
    return answer_of(act, CheckMethod.RECHECK, request.as_of, outcome, request.client_reference)


def _judge(request: RecheckRequest, earlier: _Earlier, permission: Permission, act: CheckAct) -> Outcome:
    if not earlier.was_by_card and request.purpose in RECHECK_CHANNELS:
        refusal = refusal_of(request.purpose, RefusalCode.NEEDS_CARD_CHECK)
        return Refused(refusal, str(earlier.person_id), earlier.version_id)
    if earlier.person is None or earlier.person.self_information_blocked:
        raise CardNotUsable
    decision = decide_by_card(earlier.person, request.as_of, act.caller.institution_code)
    shown = numbered(disclose(decision, request.as_of, permission), earlier.reference_number)
    limit_changed = is_worth_a_notice(earlier.last_check, decision, request.as_of, permission.opens)
    return Answered(decision, shown, earlier.version_id, limit_changed=limit_changed)


async def _read_earlier(request: RecheckRequest, world: World) -> _Earlier:
    rows = await world.database.fetch(_EARLIER, request.recheck_of, world.known_at())
    if not rows or rows[0]["institution_code"] != request.institution_code:
        raise RequestInvalid(
            [
                Violation(
                    "/recheck_of",
                    "unknown",
                    "This institution has no answered check of one person with this id.",
                    "この医療機関の照会（1名に特定されたもの）が見つかりません。",
                )
            ]
        )
    row = rows[0]
    return _Earlier(
        check=consented_of(row),
        person_id=row["person_id"],
        person=None if row["document"] is None else decode_person(row["document"]),
        version_id=row["version_id"],
        reference_number=row["reference_number"],
        last_check=last_check_of(row["last_as_of"], row["last_document"]),
    )


async def _read_standing(request: RecheckRequest, earlier: _Earlier, world: World) -> list[ConsentGrant]:
    channel = RECHECK_CHANNELS.get(request.purpose)
    if channel is None or not earlier.was_by_card:
        return []
    rows = await world.database.fetch(
        STANDING_CONSENTS, earlier.person_id, request.institution_code, world.known_at(), channel.value
    )
    return [grant_of(row) for row in rows]


def _record(
    act: CheckAct, request: RecheckRequest, outcome: Outcome | ServiceError, grants: Sequence[ConsentGrant]
) -> DisclosureRecord:
    return msgspec.structs.replace(
        record_of(act, CheckMethod.RECHECK, request.purpose, request.as_of, outcome, request.client_reference),
        rules=[*RULES, consent.RULES_VERSION],
        # What it rests on: versions of consents that stand, and the check whose own consents count.
        consent_versions=[
            *(grant.version_id for grant in grants if grant.version_id is not None),
            *([] if isinstance(outcome, Refused) and outcome.person_id is None else [request.recheck_of]),
        ],
    )
