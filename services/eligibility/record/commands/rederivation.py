"""The answer to an earlier check again: derived from the versions that its record names, shown under today's flags.

The record never holds an answer. It names the person's version, the coverages that were asked about and what the
patient agreed to; with the same rules these give the same answer. Three things are of today: the flags of the person
(不開示該当, 自己情報提供不可), consents that ran out, were withdrawn or told since (and what they opened), and who
reads. And it is a disclosure of its own, with a record of its own (second_reading.py).
"""

from datetime import datetime

from services.eligibility.answers.shown import CheckAnswer
from services.eligibility.checks.rules.acts import Act, Answered, Known, Outcome, Question, Subject
from services.eligibility.checks.rules.pipeline import answer_of, judge
from services.eligibility.record.store.kept_checks import KeptCheck
from services.eligibility.rules import permissions
from services.eligibility.rules.disclosure import Permission
from shared.clock import JAPAN, day_in_japan
from shared.domain.codes import QualificationValidity
from shared.domain.purposes import DataKind, PurposeRefusal, RefusalCode, opened_at_best, refusal_of
from shared.domain.roles import Role
from shared.errors import CardNotUsable, CheckHasNoAnswer, RoleNotAllowed


def derive_again(kept: KeptCheck, role: Role, at: datetime) -> Outcome:
    """Return what came of the check, as ``role`` of the same institution may see it at ``at``.

    Raises CheckHasNoAnswer, CardNotUsable or RoleNotAllowed. Pure.
    """
    return judged_again(kept, question_again(kept, role, at))


def question_again(kept: KeptCheck, role: Role, at: datetime) -> Question:
    """Return what is judged again; raises CheckHasNoAnswer, CardNotUsable or RoleNotAllowed. Pure."""
    # 1. A verification that failed was never answered.
    if kept.outcome == "rejected":
        raise CheckHasNoAnswer
    if kept.outcome == "refused":
        refusal = refusal_of(kept.purpose, RefusalCode(kept.code))
        return _question(kept, permissions.by_identifier(frozenset(), (), at), refusal)
    # 2. Nobody sees more than who asked did, nor more than their own role would.
    opens = _opened(kept, kept.role) & _opened(kept, role)
    if not opens:
        raise RoleNotAllowed
    if kept.is_of_person and kept.person is not None and kept.person.self_information_blocked:
        raise CardNotUsable
    # 3. The same rules on the same versions.
    permission = permissions.seen_again(
        opens, kept.consented, at, is_open=kept.is_open, rested_on=kept.grants, followed=kept.followed
    )
    return _question(kept, permission)


def judged_again(kept: KeptCheck, question: Question) -> Outcome:
    """Return the outcome of what was judged before; raises CheckHasNoAnswer where it is another one. Pure."""
    outcome = judge(question, act_of(kept))
    if isinstance(outcome, Answered) and outcome.decision.validity != kept.code:
        # Rules that have changed since, or a record that names too little: another answer is not the answer again.
        raise CheckHasNoAnswer
    return outcome


def answer_again(kept: KeptCheck, outcome: Outcome) -> CheckAnswer:
    """Return the answer to send: with the first one's id and time."""
    return answer_of(act_of(kept), kept.asked, outcome)


def act_of(kept: KeptCheck) -> Act:
    """Return the act that a record tells of."""
    return Act(kept.check_id, kept.checked_at.astimezone(JAPAN), day_in_japan(kept.checked_at), kept)


def _question(kept: KeptCheck, permission: Permission, refusal: PurposeRefusal | None = None) -> Question:
    person_id = None if kept.person_id is None else str(kept.person_id)
    known = Known(kept.registry_version, kept.reference_number, kept.last_check)
    return Question(
        kept.asked,
        _subject(kept),
        permission,
        refusal,
        {} if person_id is None else {person_id: known},
        person_id,
        kept.certificate_state,
    )


def _subject(kept: KeptCheck) -> Subject:
    if kept.person is None:
        # Nobody was found, or several who could not be distinguished: the validity alone was the answer.
        is_ambiguous = kept.code == QualificationValidity.AMBIGUOUS
        return QualificationValidity.AMBIGUOUS if is_ambiguous else QualificationValidity.NOT_FOUND
    if kept.is_of_person:
        return kept.person
    asked = frozenset(kept.coverage_ids)
    return [(kept.person, coverage) for coverage in kept.person.coverages if coverage.coverage_id in asked]


def _opened(kept: KeptCheck, role: Role) -> frozenset[DataKind]:
    # What had to have happened before, had happened: else the record would say refused.
    return opened_at_best(kept.purpose, role, kept.method, day_in_japan(kept.checked_at))
