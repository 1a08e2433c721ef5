"""Personas at the edges that age draws: school, 70, 75, and 65 with a disability.

Age is reached at the end of the day before the birthday (年齢計算ニ関スル法律).
"""

from dataclasses import replace
from datetime import date, timedelta

from shared.domain.codes import LimitCategory, LimitCertificateKind, LossReason, Sex
from simulator.personas.building import Story, build
from simulator.personas.casting import Casting
from simulator.personas.groups import Group
from simulator.personas.insurers import SOCIETY
from simulator.personas.memberships import (
    dependant,
    elderly,
    employee,
    ended,
    municipal,
    with_limit,
    with_share,
    with_yearly_shares,
)
from simulator.personas.persona import Other, Persona

_AUGUST = 8
_PRESCHOOL = {"PreschoolClassification": "1"}


def age_personas(casting: Casting) -> list[Persona]:
    """Return the personas of this file."""
    return [
        *_children(casting),
        _turning_70(casting),
        _turning_75(casting),
        _family_of_who_turns_75(casting),
        _not_moved(casting),
        _share_turned(casting),
        _disabled(casting),
    ]


def _children(casting: Casting) -> list[Persona]:
    small = Story(
        "preschool-dependant",
        Group.AGES,
        "Small child, a dependant",
        "未就学児（被扶養者）",
        "Family member of an employee, not yet at school, 20 %.",
        "会社員の被扶養者。未就学のため2割。",
    )
    early = Story(
        "born-on-1-april",
        Group.AGES,
        "Six, born on 1 April",
        "4月1日生まれの6歳",
        "Reached six on 31 March, so at school since 1 April of this school year: 30 %.",
        "3月31日に満6歳に達したため、今年度から就学。3割。",
    )
    late = Story(
        "born-on-2-april",
        Group.AGES,
        "A day younger, born on 2 April",
        "4月2日生まれの6歳（未就学）",
        "Reached six on 1 April, so not at school until the next 1 April: 20 %.",
        "4月1日に満6歳に達したため、翌年3月31日まで未就学。2割。",
    )
    school_year = casting.school_year
    first = date(school_year.year - 6, 4, 1)
    parent = casting.holder(f"{small.id}/parent", Sex.MALE, casting.years_from_now(-35))
    child = casting.holder(small.id, Sex.FEMALE, casting.years_from_now(-4))
    at_school = casting.holder(early.id, Sex.MALE, first)
    at_home = casting.holder(late.id, Sex.FEMALE, first + timedelta(days=1))
    return [
        build(casting, small, child, dependant(casting, small.id, insured_name=parent.name), more_codes=_PRESCHOOL),
        build(casting, early, at_school, dependant(casting, early.id, insured_name=parent.name)),
        build(casting, late, at_home, dependant(casting, late.id, insured_name=parent.name), more_codes=_PRESCHOOL),
    ]


def _turning_70(casting: Casting) -> Persona:
    story = Story(
        "turning-70-next-month",
        Group.AGES,
        "Turns 70 next month",
        "来月70歳到達",
        "30 % today; the certificate of 20 % from the month after is registered, and not shown before it holds.",
        "本日は3割。翌々月からの高齢受給者証（2割）は登録済みだが、開始前は返らない。",
    )
    turned = casting.next_month.replace(day=15)
    holder = casting.holder(story.id, Sex.MALE, turned.replace(year=turned.year - 70))
    first = (turned + timedelta(days=31)).replace(day=1)
    last = date(first.year + (first.month >= _AUGUST), 7, 31)
    return build(casting, story, holder, with_share(casting, employee(casting, story.id, SOCIETY), 20, (first, last)))


def _turning_75(casting: Casting) -> Persona:
    story = Story(
        "turning-75-this-month",
        Group.AGES,
        "Turns 75 this month",
        "今月75歳到達",
        "From one scheme to the other on the birthday: the month's limit (B04, then B10) is halved in both; the number "
        "is today's.",
        "誕生日に国保から後期高齢者医療へ移る。今月の限度額（B04、誕生日からB10）はそれぞれ半額。番号は本日有効な方。",
    )
    turned = casting.split_day
    holder = casting.holder(story.id, Sex.FEMALE, turned.replace(year=turned.year - 75))
    first_day, last_day = casting.benefit_year
    # 国保 is lost the day after (国民健康保険法8条1項), while its paper is good until the eve.
    day = timedelta(days=1)
    before = ended(municipal(casting, story.id, holder), turned + day, LossReason.OTHER_INSURANCE)
    before = replace(before, valid_to=turned - day)
    before = with_limit(
        casting, before, LimitCategory.B04, LimitCertificateKind.LIMIT, days=(first_day, turned - timedelta(days=1))
    )
    after = replace(
        elderly(casting, story.id, 10),
        acquired_on=turned,
        issued_on=turned - timedelta(days=20),
        valid_from=turned,
    )
    after = with_limit(casting, after, LimitCategory.B10, LimitCertificateKind.LIMIT, days=(turned, last_day))
    return build(casting, story, holder, before, after, asked=before if casting.today < turned else after)


def _family_of_who_turns_75(casting: Casting) -> Persona:
    story = Story(
        "family-of-who-turns-75",
        Group.AGES,
        "The insured spouse turns 75 this month",
        "被保険者である配偶者が今月75歳到達",
        "66, a dependant until the spouse's 75th birthday, then in 国保: the month's limit (A03) is halved in both.",
        "66歳。配偶者の75歳の誕生日の前日まで被扶養者、当日から国保。今月の限度額（A03）は両方の制度でそれぞれ半額。",
    )
    turned = casting.split_day
    spouse = casting.holder(f"{story.id}/spouse", Sex.MALE, turned.replace(year=turned.year - 75))
    holder = casting.holder(story.id, Sex.FEMALE, casting.years_from_now(-66))
    first_day, last_day = casting.benefit_year
    insured = ended(employee(casting, f"{story.id}/spouse"), turned, LossReason.OTHER_INSURANCE)
    left = replace(
        ended(dependant(casting, story.id, insured_name=spouse.name), turned, LossReason.OTHER),
        symbol=insured.symbol,
        number=insured.number,
    )
    joined = municipal(casting, story.id, holder)
    joined = replace(joined, acquired_on=turned, issued_on=turned, valid_from=turned)
    category, kind = LimitCategory.A03, LimitCertificateKind.LIMIT
    before = with_limit(casting, left, category, kind, days=(first_day, turned - timedelta(days=1)))
    after = with_limit(casting, joined, category, kind, days=(turned, last_day))
    asked = before if casting.today < turned else after
    return build(casting, story, holder, before, after, asked=asked, others=(Other(spouse, (insured,)),))


def _not_moved(casting: Casting) -> Persona:
    story = Story(
        "late-elderly-not-registered",
        Group.AGES,
        "76, the change of schemes not registered",
        "76歳・後期高齢者医療が未登録",
        "The society has not heard that 75 was turned: it still answers, with its own 20 % and a notice.",
        "75歳到達後も健保組合の資格が残ったまま。組合の2割で有効となり、通知が付く。",
    )
    holder = casting.holder(story.id, Sex.MALE, casting.years_from_now(-76))
    return build(casting, story, holder, employee(casting, story.id, SOCIETY))


def _share_turned(casting: Casting) -> Persona:
    story = Story(
        "elderly-share-rose-in-august",
        Group.AGES,
        "75 and older, the share rose on 1 August",
        "8月の定期判定で負担割合が変更（1割→3割）",
        "One coverage, a share for each year: 10 % until the last 31 July, 30 % from 1 August on; ask by number for "
        "either day.",
        "1つの資格に年度ごとの負担割合。直近の7月31日までは1割、8月1日からは3割。番号照会で資格確認日を変えて確認できる。",
    )
    holder = casting.holder(story.id, Sex.FEMALE, casting.years_from_now(-82))
    membership = replace(elderly(casting, story.id, 10), share_percent=None)
    return build(casting, story, holder, with_yearly_shares(casting, membership, 10, 30))


def _disabled(casting: Casting) -> Persona:
    story = Story(
        "elderly-disability-72",
        Group.AGES,
        "72, in the scheme of those from 75 on",
        "72歳・障害認定による後期高齢者",
        "Joined with a certified disability, which is possible from 65 on; 10 %.",
        "65歳以上の障害認定により後期高齢者医療に加入。1割。",
    )
    holder = casting.holder(story.id, Sex.MALE, casting.years_from_now(-72))
    return build(casting, story, holder, elderly(casting, story.id, 10))
