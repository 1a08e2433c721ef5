"""Personas of the kinds of documents (被保険者証区分) that are abolished or rare; they are answered as registered."""

from dataclasses import replace

from shared.domain.codes import CardKind, Sex
from shared.domain.coverage import Insurer
from simulator.personas.building import Story, build
from simulator.personas.casting import Casting
from simulator.personas.groups import Group
from simulator.personas.insurers import MUNICIPAL, NHI_RETIRED
from simulator.personas.memberships import municipal
from simulator.personas.persona import Persona
from simulator.personas.places import place_of

_ROWS: tuple[tuple[str, CardKind, Insurer, tuple[str, str, str, str]], ...] = (
    (
        "retired",
        CardKind.RETIRED,
        NHI_RETIRED,
        (
            "Retired employee in 国保",
            "退職者医療（退職）",
            "Document kind 02, law number 67: a scheme that has ended, still answered as registered.",
            "被保険者証区分02、法別番号67。制度は廃止済みだが、登録どおり返る。",
        ),
    ),
    (
        "short-term",
        CardKind.SHORT_TERM,
        MUNICIPAL,
        (
            "Behind with the premiums",
            "短期証（一般）",
            "Document kind 03: premiums are owed, so the document holds for two months at a time.",
            "被保険者証区分03。保険料滞納により有効期間が短い。",
        ),
    ),
    (
        "short-term-retired",
        CardKind.SHORT_TERM_RETIRED,
        NHI_RETIRED,
        (
            "Retired, behind with the premiums",
            "短期証（退職）",
            "Document kind 04: as 03, of a retired employee.",
            "被保険者証区分04。退職者医療の短期証。",
        ),
    ),
    (
        "special-expense",
        CardKind.SPECIAL_EXPENSE,
        MUNICIPAL,
        (
            "Pays in full first",
            "特別療養費支給対象者",
            "Document kind 05: premiums owed for long, so the whole cost is paid at the counter and paid back later.",
            "被保険者証区分05。長期滞納により窓口で全額を支払い、後に払い戻される。",
        ),
    ),
)


def document_personas(casting: Casting) -> list[Persona]:
    """Return the personas of this file; 06 and 07 have insurers of their own (schemes.py), A1 is 医療扶助."""
    found = []
    first_of_month, _ = casting.month
    for id_, kind, insurer, words in _ROWS:
        place = place_of(id_)
        holder = casting.holder(id_, Sex.MALE if place % 2 else Sex.FEMALE, casting.years_from_now(-place))
        membership = municipal(casting, id_, holder, insurer)
        if kind in (CardKind.SHORT_TERM, CardKind.SHORT_TERM_RETIRED):
            last = casting.days_from_now(60)
            membership = replace(membership, issued_on=first_of_month, valid_from=first_of_month, valid_to=last)
        membership = replace(membership, card_kind=kind)
        found.append(build(casting, Story(id_, Group.DOCUMENTS, *words), holder, membership))
    return found
