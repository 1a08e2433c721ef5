"""Personas of every kind of insurer: card and number both answer 有効."""

from dataclasses import replace
from datetime import date, timedelta

from shared.domain.codes import CardKind, LimitCategory, LimitCertificateKind, LossReason, Sex
from shared.domain.coverage import Insurer
from simulator.personas.building import Story, build
from simulator.personas.casting import Casting
from simulator.personas.groups import Group
from simulator.personas.insurers import (
    DAY_LABOURERS,
    LOCAL,
    NHI_SOCIETY,
    POLICE,
    SCHOOL,
    SEAMEN,
    SELF_DEFENCE,
    SPECIAL_RETIRED,
    STATE,
)
from simulator.personas.memberships import employee, ended, municipal, with_limit
from simulator.personas.persona import Persona
from simulator.personas.places import place_of

_LIMIT = LimitCertificateKind.LIMIT
_SHOWN_IN_DOCUMENTS = date(1985, 11, 20)
"""Birth date of the patient of all examples: copied, they find him in a world of any day when he can be employed."""
_CAN_BE_EMPLOYED = range(2010, 2050)
_PLAIN = (
    ("seaman", SEAMEN, "Seamen's insurance", "船員保険", "A ship's crew, law number 02.", "船員。法別番号02。"),
    (
        "day-labourer",
        DAY_LABOURERS,
        "Day labourer",
        "日雇特例被保険者",
        "Law number 03; the system holds no medical data to consent to.",
        "法別番号03。閲覧できる診療情報等はない。",
    ),
    (
        "mutual-aid-state",
        STATE,
        "Mutual aid: state officials",
        "国家公務員共済組合",
        "Law number 31.",
        "法別番号31。",
    ),
    (
        "mutual-aid-local",
        LOCAL,
        "Mutual aid: local officials",
        "地方公務員等共済組合",
        "Law number 32.",
        "法別番号32。",
    ),
    (
        "mutual-aid-police",
        POLICE,
        "Mutual aid: police",
        "警察共済組合",
        "Law number 33.",
        "法別番号33。",
    ),
    (
        "mutual-aid-school",
        SCHOOL,
        "Mutual aid: schools",
        "公立学校共済組合・私学共済",
        "Law number 34.",
        "法別番号34。",
    ),
)


def scheme_personas(casting: Casting) -> list[Persona]:
    """Return the personas of this file; 組合, 後期高齢者, 退職者医療 and 医療扶助 stand in other groups."""
    return [_employee(casting), _municipal(casting), *_plain(casting), *_peculiar(casting), *_continuing(casting)]


def _employee(casting: Casting) -> Persona:
    story = Story(
        "employee-with-limit",
        Group.SCHEMES,
        "Employee with a limit certificate",
        "会社員・限度額適用認定証（区分ウ）",
        "Insured employee (協会けんぽ), 30 %, monthly limit of category ウ (A03).",
        "協会けんぽの被保険者本人。3割、適用区分ウ（A03）。",
    )
    birthdate = _SHOWN_IN_DOCUMENTS if casting.today.year in _CAN_BE_EMPLOYED else casting.years_from_now(-41)
    holder = casting.holder(story.id, Sex.MALE, birthdate)
    return build(casting, story, holder, with_limit(casting, employee(casting, story.id), LimitCategory.A03, _LIMIT))


def _municipal(casting: Casting) -> Persona:
    story = Story(
        "municipal-nhi",
        Group.SCHEMES,
        "National health insurance of a municipality",
        "国民健康保険（保険者番号6桁・区分エ）",
        "Insurer number of six digits, a symbol that is no number, category エ (A04).",
        "保険者番号は6桁、記号は数字だけではない。適用区分エ（A04）。",
    )
    holder = casting.holder(story.id, Sex.FEMALE, casting.years_from_now(-52))
    membership = municipal(casting, story.id, holder)
    return build(casting, story, holder, with_limit(casting, membership, LimitCategory.A04, _LIMIT))


def _plain(casting: Casting) -> list[Persona]:
    return [
        _employed(casting, insurer, Story(id_, Group.SCHEMES, title, title_ja, situation, situation_ja))
        for id_, insurer, title, title_ja, situation, situation_ja in _PLAIN
    ]


def _peculiar(casting: Casting) -> list[Persona]:
    society = Story(
        "nhi-society",
        Group.SCHEMES,
        "National health insurance of a trade",
        "国民健康保険組合",
        "A society of one trade; the number has six digits, as a municipality's.",
        "同業者の国保組合。保険者番号は市町村国保と同じく6桁。",
    )
    soldier = Story(
        "self-defence",
        Group.SCHEMES,
        "Member of the Self-Defence Forces",
        "自衛官診療証",
        "Document kind 07, the member alone, no dependants, no medical data in the system.",
        "被保険者証区分07。本人のみで被扶養者はなく、閲覧できる診療情報等もない。",
    )
    retired = Story(
        "special-retired",
        Group.SCHEMES,
        "Retired, still with the old society",
        "特例退職被保険者",
        "Document kind 06: a retired employee whom a special society goes on insuring.",
        "被保険者証区分06。退職後も特定健康保険組合に加入。",
    )
    tradesman = casting.holder(society.id, Sex.MALE, casting.years_from_now(-45))
    return [
        build(casting, society, tradesman, municipal(casting, society.id, tradesman, NHI_SOCIETY)),
        _employed(casting, SELF_DEFENCE, soldier, CardKind.SELF_DEFENCE),
        _employed(casting, SPECIAL_RETIRED, retired, CardKind.SPECIAL_RETIRED, age=64),
    ]


def _continuing(casting: Casting) -> list[Persona]:
    in_time = Story(
        "voluntary-continuation",
        Group.SCHEMES,
        "Left the job, insured on",
        "任意継続被保険者",
        "Left 150 days ago and applied in time: the same insurer goes on under another number, without a gap.",
        "150日前に退職し期限内に申出。同じ保険者で記号・番号が変わり、切れ目なく継続。",
    )
    late = Story(
        "voluntary-continuation-late",
        Group.SCHEMES,
        "Applied late to be insured on, accepted",
        "任意継続被保険者（期限後の申出を受理）",
        "Left 150 days ago and applied 40 days later, as a disaster stopped the post; the insurer accepted it.",
        "150日前に退職し、災害で郵便が止まり40日後に申出。保険者が正当な理由を認めて受理。",
    )
    return [
        _continued(casting, in_time, Sex.FEMALE, after_days=10),
        _continued(casting, late, Sex.MALE, after_days=40, accepted_late=True),
    ]


def _continued(casting: Casting, story: Story, sex: Sex, *, after_days: int, accepted_late: bool = False) -> Persona:
    holder = casting.holder(story.id, sex, casting.years_from_now(-58))
    left_on = casting.days_from_now(-150)
    before = ended(employee(casting, story.id), left_on, LossReason.OTHER)
    after = replace(
        employee(casting, f"{story.id}/continued", since_days=150),
        continuation_applied_on=left_on + timedelta(days=after_days),
        continuation_accepted_late=accepted_late,
    )
    return build(casting, story, holder, before, after, asked=after)


def _employed(
    casting: Casting,
    insurer: Insurer,
    story: Story,
    card_kind: CardKind = CardKind.GENERAL,
    age: int | None = None,
) -> Persona:
    place = place_of(story.id)
    sex = Sex.FEMALE if place % 2 else Sex.MALE
    holder = casting.holder(story.id, sex, casting.years_from_now(-(age or 10 + place)))
    return build(casting, story, holder, replace(employee(casting, story.id, insurer), card_kind=card_kind))
