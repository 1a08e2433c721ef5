"""Personas with a 特定疾病療養受療証; it is shown to a clinic with the patient's consent only."""

from dataclasses import replace

from shared.domain.codes import LossReason, Sex, SpecificDisease
from simulator.personas.building import Story, build
from simulator.personas.casting import Casting
from simulator.personas.code_space import SPECIFIC_DISEASE_FLAG
from simulator.personas.groups import Group
from simulator.personas.memberships import elderly, employee, ended, with_disease
from simulator.personas.persona import Ask, CardAsk, NumberAsk, Persona
from simulator.personas.places import place_of

_CONSENTING = Ask(CardAsk(consents=("specific_disease",)), NumberAsk(specific_disease_consent=True))
_ROWS = (
    (
        "specific-disease-dialysis",
        SpecificDisease.DIALYSIS,
        20_000,
        "Dialysis, higher income",
        "人工透析（上位所得者）",
    ),
    ("specific-disease-haemophilia", SpecificDisease.HAEMOPHILIA, 10_000, "Haemophilia", "血友病"),
    (
        "specific-disease-hiv",
        SpecificDisease.HIV_BLOOD_PRODUCTS,
        10_000,
        "HIV from blood products",
        "血液製剤に起因するHIV感染症",
    ),
)


def disease_personas(casting: Casting) -> list[Persona]:
    """Return the personas of this file."""
    found = []
    for id_, disease, yen, title, title_ja in _ROWS:
        story = Story(
            id_,
            Group.DISEASES,
            title,
            title_ja,
            f"At most {yen:,} yen a month and institution; shown only with consent to `specific_disease`.",
            f"自己負担は月{yen // 10_000}万円まで。`specific_disease` の同意がある場合のみ返る。",
        )
        place = place_of(id_)
        holder = casting.holder(id_, Sex.FEMALE if place % 2 else Sex.MALE, casting.years_from_now(-place))
        membership = with_disease(casting, employee(casting, id_), disease, yen)
        consented = {SPECIFIC_DISEASE_FLAG: "1"}
        found.append(build(casting, story, holder, membership, ask=_CONSENTING, more_codes=consented))
    return [*found, _turning_75(casting), _not_shown(casting)]


def _not_shown(casting: Casting) -> Persona:
    story = Story(
        "specific-disease-not-shown",
        Group.DISEASES,
        "Dialysis, and the patient shows no certificate",
        "人工透析（受療証の提供に同意しない）",
        "A certificate is registered, and the patient does not agree to show it: none comes, the flag is 0.",
        "特定疾病療養受療証は登録済みだが、提供に同意しないため返らない（同意フラグ0）。",
    )
    holder = casting.holder(story.id, Sex.FEMALE, casting.years_from_now(-57))
    membership = with_disease(casting, employee(casting, story.id), SpecificDisease.DIALYSIS, 10_000)
    shown = replace(membership, specific_disease_certificates=())
    persona = build(casting, story, holder, shown, more_codes={SPECIFIC_DISEASE_FLAG: "0"})
    return replace(persona, memberships=(membership,))


def _turning_75(casting: Casting) -> Persona:
    story = Story(
        "specific-disease-turning-75",
        Group.DISEASES,
        "Dialysis, turns 75 this month",
        "人工透析・今月75歳到達",
        "10,000 yen are registered (`registered_copay_limit_yen`), half of it holds this month, in each scheme: 5,000.",
        "登録は1万円（`registered_copay_limit_yen`）。今月は誕生日の前後の制度でそれぞれ半額の5,000円。",
    )
    turned = casting.split_day
    holder = casting.holder(story.id, Sex.MALE, turned.replace(year=turned.year - 75))
    before = ended(employee(casting, story.id), turned, LossReason.OTHER_INSURANCE)
    after = replace(elderly(casting, story.id, 10), acquired_on=turned, issued_on=turned, valid_from=turned)
    held = [with_disease(casting, each, SpecificDisease.DIALYSIS, 10_000) for each in (before, after)]
    consented = {SPECIFIC_DISEASE_FLAG: "1"}
    asked = held[0] if casting.today < turned else held[1]
    return build(casting, story, holder, *held, asked=asked, ask=_CONSENTING, more_codes=consented)
