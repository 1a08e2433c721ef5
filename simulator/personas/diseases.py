"""Personas with a 特定疾病療養受療証; it is shown to a clinic with the patient's consent only."""

from shared.domain.codes import Sex, SpecificDisease
from simulator.personas.building import Story, build
from simulator.personas.casting import Casting
from simulator.personas.groups import Group
from simulator.personas.memberships import employee, with_disease
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
        consented = {"SpecificDiseasesCertificateRelatedConsFlg": "1"}
        found.append(build(casting, story, holder, membership, ask=_CONSENTING, more_codes=consented))
    return found
