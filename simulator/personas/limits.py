"""Personas of every category of monthly limits (適用区分), A01 to A06 and B01 to B10.

A03 and A04 are an employee's and a municipality's, in schemes.py.
"""

from shared.domain.codes import LimitCategory, LimitCertificateKind, Sex
from simulator.personas.building import Story, build
from simulator.personas.casting import Casting
from simulator.personas.groups import Group
from simulator.personas.insurers import SOCIETY
from simulator.personas.memberships import elderly, employee, municipal, with_limit, with_share
from simulator.personas.persona import Holder, Membership, Persona
from simulator.personas.places import place_of

_LIMIT, _MEALS = LimitCertificateKind.LIMIT, LimitCertificateKind.MEALS
_BOTH = LimitCertificateKind.LIMIT_AND_MEALS
_C = LimitCategory

_BELOW_70 = (
    ("limit-a01", _C.A01, _LIMIT, "Income above about 11.6 million yen a year.", "年収約1,160万円以上。"),
    ("limit-a02", _C.A02, _LIMIT, "Income of about 7.7 to 11.6 million yen a year.", "年収約770万〜約1,160万円。"),
    (
        "limit-a06",
        _C.A06,
        _BOTH,
        "Would need public assistance without this category (境界層).",
        "この区分を適用すれば生活保護を要しない、境界層該当者。",
    ),
)
_FROM_70 = (
    ("aged-70-highest-income", _C.B01, _LIMIT, 30, "Highest income", "現役並み所得Ⅲ"),
    ("aged-70-working-income", _C.B03, _LIMIT, 30, "Income as while working", "現役並み所得Ⅰ"),
    ("aged-70-general", _C.B04, _LIMIT, 20, "Ordinary income", "一般所得"),
    ("aged-70-low-income", _C.B06, _BOTH, 20, "Low income Ⅰ, of a municipality", "低所得Ⅰ、国民健康保険"),
)
_FROM_75 = (
    ("elderly-75-working-income", _C.B02, _LIMIT, 30, "Income as while working Ⅱ", "現役並み所得Ⅱ"),
    ("elderly-75-20-percent", _C.B09, _LIMIT, 20, "Some income", "一定以上所得（一般Ⅱ）"),
    ("elderly-75", _C.B10, _LIMIT, 10, "Ordinary income", "一般所得（一般Ⅰ）"),
    ("elderly-75-low-income", _C.B05, _BOTH, 10, "Exempt from resident tax", "低所得Ⅱ"),
    ("elderly-75-welfare-pension", _C.B07, _BOTH, 10, "Lives on the welfare pension", "低所得Ⅰ（老齢福祉年金）"),
    ("elderly-75-borderline", _C.B08, _BOTH, 10, "On the border of public assistance", "低所得Ⅰ（境界層）"),
)


def limit_personas(casting: Casting) -> list[Persona]:
    """Return the personas of this file."""
    below_70 = [_below_70(casting, *row) for row in _BELOW_70]
    exempt, in_arrears = _exempt(casting), _in_arrears(casting)
    from_70 = [_from_70(casting, *row) for row in _FROM_70]
    from_75 = [_from_75(casting, *row) for row in _FROM_75]
    return [*below_70, *exempt, in_arrears, *from_70, *from_75]


def _below_70(
    casting: Casting,
    id_: str,
    category: LimitCategory,
    kind: LimitCertificateKind,
    situation: str,
    situation_ja: str,
) -> Persona:
    titles = f"Limit category {category.term} ({category})", f"適用区分{category.term}（{category}）"
    place = place_of(id_)
    holder = casting.holder(id_, Sex.MALE if place % 2 else Sex.FEMALE, casting.years_from_now(-8 - place))
    story = Story(id_, Group.LIMITS, *titles, situation, situation_ja)
    return build(casting, story, holder, with_limit(casting, employee(casting, id_, SOCIETY), category, kind))


def _exempt(casting: Casting) -> list[Persona]:
    low = Story(
        "low-income",
        Group.LIMITS,
        "Exempt from resident tax",
        "低所得（区分オ・標準負担額減額）",
        "Category オ (A05) with a certificate that also lowers the price of meals.",
        "住民税非課税。適用区分オ（A05）、限度額適用・標準負担額減額認定証。",
    )
    long_stay = Story(
        "long-stay",
        Group.LIMITS,
        "Long stay in hospital",
        "長期入院該当（区分オ）",
        "Category オ (A05), more than 90 days in hospital: the certificate names the day of the long stay.",
        "適用区分オ（A05）で入院90日超。認定証に長期入院該当年月日がある。",
    )
    meals = Story(
        "meals-only",
        Group.LIMITS,
        "Certificate for meals alone",
        "標準負担額減額認定証のみ",
        "Certificate kind 03: it lowers the price of meals and limits nothing, so there is no `monthly_limit`.",
        "認定証区分03。食事療養標準負担額のみ減額し、自己負担限度額（`monthly_limit`）は返らない。",
    )
    low_income = casting.holder(low.id, Sex.MALE, casting.years_from_now(-48))
    in_hospital = casting.holder(long_stay.id, Sex.FEMALE, casting.years_from_now(-61))
    eating = casting.holder(meals.id, Sex.MALE, casting.years_from_now(-55))
    first_of_month, _ = casting.month
    lasting = with_limit(casting, employee(casting, long_stay.id), _C.A05, _BOTH, long_stay_from=first_of_month)
    return [
        build(casting, low, low_income, with_limit(casting, employee(casting, low.id), _C.A05, _BOTH)),
        build(casting, long_stay, in_hospital, lasting),
        build(casting, meals, eating, with_limit(casting, employee(casting, meals.id), _C.A05, _MEALS)),
    ]


def _in_arrears(casting: Casting) -> Persona:
    story = Story(
        "nhi-arrears",
        Group.LIMITS,
        "Premiums owed, so no limit",
        "国保税の滞納あり（限度額の登録なし）",
        "A general 資格確認書, insured as anybody; premiums are owed, so the municipality certifies no limit: none is "
        "registered and none comes, with consent either.",
        "一般の資格確認書で資格は有効。滞納のため市町村が限度額の認定をせず登録がないので、同意があっても限度額は返らない。",
    )
    holder = casting.holder(story.id, Sex.MALE, casting.years_from_now(-47))
    return build(casting, story, holder, municipal(casting, story.id, holder))


def _from_70(
    casting: Casting,
    id_: str,
    category: LimitCategory,
    kind: LimitCertificateKind,
    share_percent: int,
    income: str,
    income_ja: str,
) -> Persona:
    holder = casting.holder(id_, Sex.FEMALE, casting.years_from_now(-72))
    is_municipal = category is LimitCategory.B06
    insured = municipal(casting, id_, holder) if is_municipal else employee(casting, id_, SOCIETY)
    story = _aged("70 to 74", "70〜74歳", id_, category, share_percent, income, income_ja)
    return _limited(casting, story, holder, with_share(casting, insured, share_percent), category, kind)


def _from_75(
    casting: Casting,
    id_: str,
    category: LimitCategory,
    kind: LimitCertificateKind,
    share_percent: int,
    income: str,
    income_ja: str,
) -> Persona:
    place = place_of(id_)
    age = 81 if place == 3 else 45 + place  # noqa: PLR2004 - the oldest of the cast keeps its age
    holder = casting.holder(id_, Sex.FEMALE if place % 2 == 0 else Sex.MALE, casting.years_from_now(-age))
    story = _aged("75 and older", "後期高齢者", id_, category, share_percent, income, income_ja)
    return _limited(casting, story, holder, elderly(casting, id_, share_percent), category, kind)


def _aged(
    who: str, who_ja: str, id_: str, category: LimitCategory, share_percent: int, income: str, income_ja: str
) -> Story:
    return Story(
        id_,
        Group.LIMITS,
        f"{who}, {share_percent} %, {category}",
        f"{who_ja}（{share_percent // 10}割・{category.term}）",
        f"{income}; share {share_percent} %, category {category.term} ({category}).",
        f"{income_ja}。負担割合{share_percent // 10}割、適用区分{category.term}（{category}）。",
    )


def _limited(
    casting: Casting,
    story: Story,
    holder: Holder,
    membership: Membership,
    category: LimitCategory,
    kind: LimitCertificateKind,
) -> Persona:
    return build(casting, story, holder, with_limit(casting, membership, category, kind))
