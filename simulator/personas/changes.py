"""Personas whose coverage was lost, changed insurer, is registered twice, or never was."""

from dataclasses import replace

from shared.domain.codes import LossReason, QualificationValidity, Relationship, Sex, TreatmentType
from simulator.personas.assistance import own_ticket_codes, ticketed
from simulator.personas.building import Story, build
from simulator.personas.casting import Casting
from simulator.personas.credentials import CLINIC
from simulator.personas.groups import Group
from simulator.personas.insurers import OTHER_SOCIETY, SOCIETY
from simulator.personas.memberships import assisted, employee, ended, municipal
from simulator.personas.persona import Persona

_INVALID = QualificationValidity.INVALID
_NOTHING = {"validity": _INVALID.value}


def change_personas(casting: Casting) -> list[Persona]:
    """Return the personas of this file."""
    return [
        _coverage_lost(casting),
        _registration_lag(casting),
        _changed_insurer(casting),
        _double_cover(casting),
        _assistance_began(casting),
        _died(casting),
        _dependant_lost(casting),
        _ends_soon(casting),
        _document_ended(casting),
    ]


def _coverage_lost(casting: Casting) -> Persona:
    story = Story(
        "coverage-lost",
        Group.CHANGES,
        "Coverage lost, nothing new",
        "資格喪失（新しい資格なし）",
        "Left the job 40 days ago; no other insurer has registered anything.",
        "40日前に退職。新しい資格は登録されていない。",
    )
    holder = casting.holder(story.id, Sex.MALE, casting.years_from_now(-29))
    lost = ended(employee(casting, story.id), casting.days_from_now(-40), LossReason.OTHER)
    return build(casting, story, holder, lost, by_number=_INVALID, by_card=_NOTHING)


def _registration_lag(casting: Casting) -> Persona:
    story = Story(
        "registration-lag",
        Group.CHANGES,
        "New job, not yet registered",
        "転職直後（新しい資格が未登録）",
        "Insured, but 資格無効: the loss of ten days ago is registered, the new insurer has not registered yet.",
        "10日前の喪失は登録済みだが、新しい保険者の登録が間に合わず資格無効となる。",
    )
    holder = casting.holder(story.id, Sex.FEMALE, casting.years_from_now(-31))
    lost = ended(employee(casting, story.id), casting.days_from_now(-10), LossReason.OTHER)
    return build(casting, story, holder, lost, by_number=_INVALID, by_card=_NOTHING)


def _changed_insurer(casting: Casting) -> Persona:
    story = Story(
        "changed-insurer",
        Group.CHANGES,
        "Changed insurers",
        "転職（無効・新しい資格あり）",
        "The identifiers are those of the old insurer; the card answers with the new one.",
        "番号は旧保険者のもの。カードでは新しい保険者が返る。",
    )
    holder = casting.holder(story.id, Sex.FEMALE, casting.years_from_now(-37))
    old = ended(employee(casting, story.id), casting.days_from_now(-30), LossReason.OTHER_INSURANCE)
    new = employee(casting, story.id, SOCIETY, since_days=30)
    return build(casting, story, holder, old, new, by_number=QualificationValidity.SUPERSEDED)


def _double_cover(casting: Casting) -> Persona:
    story = Story(
        "double-cover",
        Group.CHANGES,
        "Two insurers hold the day",
        "二重資格（旧保険者の喪失が未登録）",
        "The old insurer has not heard of the loss: its number is still 有効; the card answers with the newer one.",
        "旧保険者の喪失が未登録のため旧番号も有効。カードでは交付の新しい資格が返る。",
    )
    holder = casting.holder(story.id, Sex.MALE, casting.years_from_now(-44))
    return build(
        casting,
        story,
        holder,
        employee(casting, story.id, SOCIETY),
        employee(casting, story.id, OTHER_SOCIETY, since_days=20),
    )


def _assistance_began(casting: Casting) -> Persona:
    story = Story(
        "assistance-began",
        Group.CHANGES,
        "From insurance to medical assistance",
        "生活保護開始による資格喪失",
        "Loss reason 02: the old number is 無効, the card answers with the assistance and its ticket.",
        "資格喪失事由02。旧番号は無効、カードでは医療扶助（医療券あり）が返る。",
    )
    holder = casting.holder(story.id, Sex.FEMALE, casting.years_from_now(-63))
    began = casting.days_from_now(-60)
    before = municipal(casting, story.id, holder)
    before = ended(
        replace(before, issued_on=before.acquired_on, valid_from=before.acquired_on),
        began,
        LossReason.PUBLIC_ASSISTANCE,
    )
    after = ticketed(casting, assisted(casting, story.id, since_days=60), CLINIC, TreatmentType.OUTPATIENT)
    more_codes = own_ticket_codes(after)
    return build(casting, story, holder, before, after, by_number=_INVALID, more_codes=more_codes)


def _died(casting: Casting) -> Persona:
    story = Story(
        "died",
        Group.CHANGES,
        "Died, and the number is still used",
        "死亡による資格喪失",
        "Loss reason 01; the certificate of the card was revoked.",
        "資格喪失事由01。カードの電子証明書は失効済み。",
    )
    holder = casting.holder(story.id, Sex.MALE, casting.years_from_now(-67))
    lost = ended(employee(casting, story.id), casting.days_from_now(-15), LossReason.DEATH)
    card = casting.card(story.id, revoked_for="cessationOfOperation")
    refused = {"refusal": "certificate-revoked"}
    return build(casting, story, holder, lost, by_number=_INVALID, by_card=refused, card=card)


def _dependant_lost(casting: Casting) -> Persona:
    story = Story(
        "dependant-left",
        Group.CHANGES,
        "No longer a dependant",
        "被扶養者から外れて就職",
        "Was a dependant until 90 days ago, is insured through a job of their own since.",
        "90日前まで被扶養者。以後は自らの勤務先の資格。",
    )
    holder = casting.holder(story.id, Sex.MALE, casting.years_from_now(-23))
    before = replace(employee(casting, story.id), relationship=Relationship.FAMILY, branch="02")
    before = ended(before, casting.days_from_now(-90), LossReason.OTHER_INSURANCE)
    after = employee(casting, story.id, OTHER_SOCIETY, since_days=90)
    return build(casting, story, holder, before, after, by_number=QualificationValidity.SUPERSEDED)


def _ends_soon(casting: Casting) -> Persona:
    story = Story(
        "coverage-ends-soon",
        Group.CHANGES,
        "Covered for ten days more",
        "資格終了間近（10日後に喪失）",
        "Leaves the job; the loss in ten days is registered already, and the answer carries a notice.",
        "退職予定。10日後の喪失が登録済みで、回答に通知が付く。",
    )
    holder = casting.holder(story.id, Sex.FEMALE, casting.years_from_now(-45))
    leaving = ended(employee(casting, story.id), casting.days_from_now(10), LossReason.OTHER)
    return build(casting, story, holder, leaving)


def _document_ended(casting: Casting) -> Persona:
    story = Story(
        "document-period-ended",
        Group.CHANGES,
        "Paper out of date, coverage not",
        "資格確認書の有効期限切れ（資格は継続）",
        "The period of the 資格確認書 ended 20 days ago, the coverage goes on: 有効, with a notice.",
        "資格確認書の有効期限は20日前に終了したが、資格は継続中。有効と返り、通知が付く。",
    )
    holder = casting.holder(story.id, Sex.MALE, casting.years_from_now(-53))
    membership = replace(employee(casting, story.id), valid_to=casting.days_from_now(-20))
    return build(casting, story, holder, membership)
