"""Personas who are insured, by each kind of insurer: card and number both answer 有効."""

from dataclasses import replace

from shared.domain.codes import LimitCategory, LimitCertificateKind, QualificationValidity, Sex
from shared.sim.personas.casting import Casting
from shared.sim.personas.codes import codes_of
from shared.sim.personas.insurers import SOCIETY
from shared.sim.personas.memberships import (
    dependant,
    elderly,
    employee,
    identifiers,
    municipal,
    with_limit,
)
from shared.sim.personas.persona import Expected, Holder, Membership, Persona, PersonaCard

_VALID = {"validity": "valid"}
_LIMIT = LimitCertificateKind.LIMIT


def covered_personas(casting: Casting) -> list[Persona]:
    """Return seven: employee, small child, 国保, 75 and older, 70 to 74, low income, hidden address."""
    born = casting.years_from_now
    worker = casting.holder("employee-with-limit", 0, Sex.MALE, born(-41))
    child = casting.holder("preschool-dependant", 1, Sex.FEMALE, born(-4))
    parent = casting.holder("preschool-dependant/parent", 1, Sex.MALE, born(-35))
    self_employed = casting.holder("municipal-nhi", 2, Sex.FEMALE, born(-52))
    aged = casting.holder("elderly-75", 3, Sex.MALE, born(-81))
    pensioner = casting.holder("aged-70-working-income", 4, Sex.FEMALE, born(-72))
    poor = casting.holder("low-income", 5, Sex.MALE, born(-48))
    sheltered = casting.holder("address-hidden", 6, Sex.FEMALE, born(-33), hidden=True)
    return [
        insured_persona(
            casting,
            worker,
            with_limit(casting, employee(casting, "employee-with-limit"), LimitCategory.A03, _LIMIT),
            id="employee-with-limit",
            title="Employee with a limit certificate",
            title_ja="会社員・限度額適用認定証（区分ウ）",
            situation="Insured employee, 30 %, monthly limit of category ウ (A03).",
        ),
        insured_persona(
            casting,
            child,
            dependant(casting, "preschool-dependant", insured_name=parent.name),
            id="preschool-dependant",
            title="Small child, a dependant",
            title_ja="未就学児（被扶養者）",
            situation="Family member of an employee, not yet at school, 20 %.",
            more_codes={"PreschoolClassification": "1"},
        ),
        insured_persona(
            casting,
            self_employed,
            with_limit(casting, municipal(casting, "municipal-nhi", self_employed), LimitCategory.A04, _LIMIT),
            id="municipal-nhi",
            title="National health insurance of a municipality",
            title_ja="国民健康保険（保険者番号6桁・区分エ）",
            situation="Insurer number of six digits, a symbol that is no number, category エ (A04).",
        ),
        insured_persona(
            casting,
            aged,
            with_limit(casting, elderly(casting, "elderly-75", 10), LimitCategory.B10, _LIMIT),
            id="elderly-75",
            title="75 and older, 10 %",
            title_ja="後期高齢者（1割・一般Ⅰ）",
            situation="No symbol, no branch, a number of eight digits; share 10 %, category 一般Ⅰ (B10).",
        ),
        insured_persona(
            casting,
            pensioner,
            replace(
                with_limit(casting, employee(casting, "aged-70-working-income", SOCIETY), LimitCategory.B03, _LIMIT),
                share_percent=30,
            ),
            id="aged-70-working-income",
            title="70 to 74, income as while working",
            title_ja="高齢受給者（3割・現役並みⅠ）",
            situation="Between 70 and 74 with a share of 30 %, category 現役並みⅠ (B03).",
        ),
        insured_persona(
            casting,
            poor,
            with_limit(
                casting,
                employee(casting, "low-income"),
                LimitCategory.A05,
                LimitCertificateKind.LIMIT_AND_MEALS,
            ),
            id="low-income",
            title="Exempt from resident tax",
            title_ja="低所得（区分オ・標準負担額減額）",
            situation="Category オ (A05) with a certificate that also lowers the price of meals.",
        ),
        insured_persona(
            casting,
            sheltered,
            employee(casting, "address-hidden"),
            id="address-hidden",
            title="Address is not disclosed",
            title_ja="不開示該当（住所非開示）",
            situation="Insured; address and postal code stay empty, whoever asks.",
        ),
    ]


def insured_persona(
    casting: Casting,
    holder: Holder,
    membership: Membership,
    *,
    id: str,  # noqa: A002 - the word of the API
    title: str,
    title_ja: str,
    situation: str,
    card: PersonaCard | None = None,
    card_answers: dict[str, str] | None = None,
    more_codes: dict[str, str] | None = None,
) -> Persona:
    """Return a persona whose number is valid; ``card_answers`` is what the card answers instead of 有効."""
    return Persona(
        id=id,
        title=title,
        title_ja=title_ja,
        situation=situation,
        codes=codes_of(QualificationValidity.VALID, holder, membership) | (more_codes or {}),
        card=card or casting.card(id),
        insured=identifiers(holder, membership),
        as_of=casting.today,
        expected=Expected(card=card_answers or _VALID, insured=_VALID),
        holder=holder,
        memberships=(membership,),
    )
