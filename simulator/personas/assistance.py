"""Personas on 医療扶助: alone and beside insurance, with a ticket of each treatment type, elsewhere's, and none yet."""

from collections.abc import Mapping
from dataclasses import replace

from shared.domain.codes import QualificationValidity, Sex, TicketKind, TicketUse, TreatmentType
from shared.domain.coverage import MedicalTicket
from simulator.personas.building import Story, build
from simulator.personas.casting import Casting
from simulator.personas.codes import codes_of_day
from simulator.personas.credentials import CLINIC, HOSPITAL, NURSING, PHARMACY, SeededInstitution
from simulator.personas.groups import Group
from simulator.personas.memberships import assisted, employee
from simulator.personas.persona import Ask, CardAsk, Holder, Membership, NumberAsk, Persona
from simulator.personas.places import place_of

_UNREGISTERED = QualificationValidity.VALID_UNREGISTERED
_MINE: Mapping[str, str] = {"DesignatedMedicalInstitutionFlag": "0"}
_NOT_MINE: Mapping[str, str] = {"DesignatedMedicalInstitutionFlag": "1"}


def assistance_personas(casting: Casting) -> list[Persona]:
    """Return the personas of this file. A ticket is for one institution: what is expected is what that one gets."""
    return [
        _outpatient(casting),
        _beside_insurance(casting),
        _dental(casting),
        _dispensing(casting),
        _home_nursing(casting),
        _elsewhere(casting),
        _unregistered(casting),
    ]


def ticketed(
    casting: Casting,
    membership: Membership,
    institution: SeededInstitution,
    treatment: TreatmentType,
    *,
    use: TicketUse = TicketUse.ALONE,
    kind: TicketKind = TicketKind.MEDICAL,
) -> Membership:
    """Return ``membership`` with a ticket for the month of the reference date."""
    first, last = casting.month
    ticket = MedicalTicket(
        ticket_id=str(casting.id_of(f"ticket/{membership.coverage_id}")),
        kind=kind,
        treatment_month=f"{first:%Y-%m}",
        valid_from=first,
        valid_to=last,
        issue_number=casting.digits(f"ticket/{membership.coverage_id}", 6),
        institution_code=institution.code,
        institution_name=institution.name,
        treatment_type=treatment,
        use=use,
    )
    return replace(membership, medical_tickets=(ticket,))


def _outpatient(casting: Casting) -> Persona:
    story = Story(
        "assistance-outpatient",
        Group.ASSISTANCE,
        "Medical assistance with a ticket",
        "医療扶助（入院外・医療券あり）",
        "No insurance; a medical ticket for the clinic. The hospital, which has none, gets 有効（未登録）.",
        "医療扶助のみ。クリニックの医療券あり。券のない病院には有効（未登録）が返る。",
    )
    membership = ticketed(casting, assisted(casting, story.id), CLINIC, TreatmentType.OUTPATIENT)
    return build(casting, story, _holder(casting, story), membership, more_codes=_MINE)


def _beside_insurance(casting: Casting) -> Persona:
    story = Story(
        "assistance-beside-insurance",
        Group.ASSISTANCE,
        "Insurance and medical assistance",
        "医療保険と医療扶助の併用",
        "The card answers two records: the insurance and, combined with it, an inpatient ticket. The number is the "
        "insurance's, which answers one.",
        "カードでは医療保険と医療扶助（入院・併用）の2件が返る。番号は医療保険のもので1件。",
    )
    insurance = employee(casting, story.id)
    assistance = ticketed(casting, assisted(casting, story.id), CLINIC, TreatmentType.INPATIENT, use=TicketUse.COMBINED)
    more = {**codes_of_day(assistance, casting.today), **_MINE}
    return build(casting, story, _holder(casting, story), insurance, assistance, more_codes=more)


def _dental(casting: Casting) -> Persona:
    story = Story(
        "assistance-dental",
        Group.ASSISTANCE,
        "Dental ticket",
        "医療扶助（歯科）",
        "A medical ticket for dental treatment at the clinic.",
        "クリニックの歯科の医療券。",
    )
    membership = ticketed(casting, assisted(casting, story.id), CLINIC, TreatmentType.DENTAL)
    return build(casting, story, _holder(casting, story), membership, more_codes=_MINE)


def _dispensing(casting: Casting) -> Persona:
    story = Story(
        "assistance-dispensing",
        Group.ASSISTANCE,
        "Dispensing ticket",
        "医療扶助（調剤券）",
        "A dispensing ticket; the pharmacy asks.",
        "調剤券。薬局が照会する。",
    )
    membership = ticketed(
        casting, assisted(casting, story.id), PHARMACY, TreatmentType.DISPENSING, kind=TicketKind.DISPENSING
    )
    ask = Ask(CardAsk(client_id="pharmacy"), NumberAsk(client_id="pharmacy"))
    return build(casting, story, _holder(casting, story), membership, ask=ask, more_codes=_MINE)


def _home_nursing(casting: Casting) -> Persona:
    story = Story(
        "assistance-home-nursing",
        Group.ASSISTANCE,
        "Ticket for home-visit nursing",
        "医療扶助（訪問看護）",
        "A medical ticket for home-visit nursing; the nursing station asks, for CARE_NURSING.",
        "訪問看護の医療券。訪問看護ステーションが CARE_NURSING で照会する。",
    )
    membership = ticketed(casting, assisted(casting, story.id), NURSING, TreatmentType.HOME_NURSING)
    purpose = "CARE_NURSING"
    ask = Ask(CardAsk("nursing", purpose), NumberAsk("nursing", purpose))
    return build(casting, story, _holder(casting, story), membership, ask=ask, more_codes=_MINE)


def _elsewhere(casting: Casting) -> Persona:
    story = Story(
        "assistance-elsewhere",
        Group.ASSISTANCE,
        "Ticket for another institution",
        "医療扶助（他院の医療券のみ）",
        "The only ticket is the hospital's: the clinic gets 有効（未登録）, and that there is a ticket, not whose.",
        "医療券は病院のもののみ。クリニックには有効（未登録）と、他院の券があることだけが返る。",
    )
    membership = ticketed(casting, assisted(casting, story.id), HOSPITAL, TreatmentType.OUTPATIENT)
    return _not_yet(casting, story, membership, _NOT_MINE)


def _unregistered(casting: Casting) -> Persona:
    story = Story(
        "assistance-unregistered",
        Group.ASSISTANCE,
        "Ticket not yet registered",
        "医療扶助（有効・未登録）",
        "The assistance holds; this month's ticket is still to come from the welfare office.",
        "医療扶助は有効だが、今月の医療券が未登録。",
    )
    return _not_yet(casting, story, assisted(casting, story.id), {})


def _not_yet(casting: Casting, story: Story, membership: Membership, more_codes: Mapping[str, str]) -> Persona:
    return build(
        casting,
        story,
        _holder(casting, story),
        membership,
        by_number=_UNREGISTERED,
        by_card={"validity": _UNREGISTERED.value},
        more_codes=more_codes,
    )


def _holder(casting: Casting, story: Story) -> Holder:
    place = place_of(story.id)
    return casting.holder(story.id, Sex.FEMALE if place % 2 else Sex.MALE, casting.years_from_now(-place))
