"""Personas whose number does not answer 有効: lost, superseded, unknown."""

from shared.domain.codes import LossReason, QualificationValidity, Sex
from shared.sim.personas.casting import Casting
from shared.sim.personas.codes import codes_of
from shared.sim.personas.insurers import SOCIETY
from shared.sim.personas.memberships import employee, ended, identifiers
from shared.sim.personas.persona import Expected, Persona


def uncovered_personas(casting: Casting) -> list[Persona]:
    """Return three of them."""
    return [_coverage_lost(casting), _changed_insurer(casting), _unknown(casting)]


def _coverage_lost(casting: Casting) -> Persona:
    holder = casting.holder("coverage-lost", 7, Sex.MALE, casting.years_from_now(-29))
    membership = ended(employee(casting, "coverage-lost"), casting.days_from_now(-40), LossReason.OTHER)
    return Persona(
        id="coverage-lost",
        title="Coverage lost, nothing new",
        title_ja="資格喪失（新しい資格なし）",
        situation="Left the job 40 days ago; no other insurer has registered anything.",
        codes=codes_of(QualificationValidity.INVALID, holder, membership),
        card=casting.card("coverage-lost"),
        insured=identifiers(holder, membership),
        as_of=casting.today,
        expected=Expected(card={"validity": "invalid"}, insured={"validity": "invalid"}),
        holder=holder,
        memberships=(membership,),
    )


def _changed_insurer(casting: Casting) -> Persona:
    holder = casting.holder("changed-insurer", 8, Sex.FEMALE, casting.years_from_now(-37))
    changed_on = casting.days_from_now(-30)
    old = ended(employee(casting, "changed-insurer"), changed_on, LossReason.OTHER_INSURANCE)
    new = employee(casting, "changed-insurer", SOCIETY, since_days=30)
    return Persona(
        id="changed-insurer",
        title="Changed insurers",
        title_ja="転職（無効・新しい資格あり）",
        situation="The identifiers are those of the old insurer; the card answers with the new one.",
        codes=codes_of(QualificationValidity.SUPERSEDED, holder, old),
        card=casting.card("changed-insurer"),
        insured=identifiers(holder, old),
        as_of=casting.today,
        expected=Expected(card={"validity": "valid"}, insured={"validity": "superseded"}),
        holder=holder,
        memberships=(old, new),
    )


def _unknown(casting: Casting) -> Persona:
    holder = casting.holder("unknown-identifiers", 9, Sex.FEMALE, casting.years_from_now(-50))
    return Persona(
        id="unknown-identifiers",
        title="Nobody has these identifiers",
        title_ja="該当資格なし",
        situation="A number that no insurer has given to anybody, as after a typing error.",
        codes=codes_of(QualificationValidity.NOT_FOUND),
        card=None,
        insured=identifiers(holder, employee(casting, "unknown-identifiers")),
        as_of=casting.today,
        expected=Expected(card=None, insured={"validity": "not_found"}),
        holder=None,
    )
