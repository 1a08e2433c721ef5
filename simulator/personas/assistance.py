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
_YES, _NO = "01", "02"
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
    has_social_insurance: bool = False,
    is_under_infection_law: bool = False,
    is_late_elderly: bool = False,
    has_prefectural_expenses: bool = False,
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
        has_social_insurance=has_social_insurance,
        is_under_infection_law=is_under_infection_law,
        is_late_elderly=is_late_elderly,
        has_prefectural_expenses=has_prefectural_expenses,
    )
    return replace(membership, medical_tickets=(ticket,))


def own_ticket_codes(membership: Membership) -> dict[str, str]:
    """Return what a message says of a ticket to the institution that it is for, beside its kind."""
    (ticket,) = membership.medical_tickets
    return {
        "DesignatedMedicalInstitutionFlag": "0",
        "StatusOfSocialInsurance": _stated(ticket.has_social_insurance),
        "StatusOfInfecton": _stated(ticket.is_under_infection_law),
        "StatusOfElderlyMedicalCare": _stated(ticket.is_late_elderly),
        "StatusOfPrefecturalExpenses": _stated(ticket.has_prefectural_expenses),
    }


def _stated(is_so: bool) -> str:
    return _YES if is_so else _NO


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
    return build(casting, story, _holder(casting, story), membership, more_codes=own_ticket_codes(membership))


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
    assistance = ticketed(
        casting,
        assisted(casting, story.id),
        CLINIC,
        TreatmentType.INPATIENT,
        use=TicketUse.COMBINED,
        has_social_insurance=True,
    )
    more = {**codes_of_day(assistance, casting.today), **own_ticket_codes(assistance)}
    return build(casting, story, _holder(casting, story), insurance, assistance, more_codes=more)


def _dental(casting: Casting) -> Persona:
    story = Story(
        "assistance-dental",
        Group.ASSISTANCE,
        "Dental ticket",
        "医療扶助（歯科）",
        "A medical ticket for dental treatment at the clinic. The welfare office filed an insurance that is not on "
        "record: 整合性フラグ.",
        "クリニックの歯科の医療券。福祉事務所は社会保険ありと登録したが、加入の記録がない（整合性フラグ）。",
    )
    membership = ticketed(casting, assisted(casting, story.id), CLINIC, TreatmentType.DENTAL, has_social_insurance=True)
    more = {**own_ticket_codes(membership), "ConsistencyFlag": "1"}
    return build(casting, story, _holder(casting, story), membership, more_codes=more)


def _dispensing(casting: Casting) -> Persona:
    story = Story(
        "assistance-dispensing",
        Group.ASSISTANCE,
        "Dispensing ticket",
        "医療扶助（調剤券）",
        "A dispensing ticket; the pharmacy asks. 感染症法37条の2 (tuberculosis) applies.",
        "調剤券。薬局が照会する。感染症法37条の2（結核）に該当。",
    )
    membership = ticketed(
        casting,
        assisted(casting, story.id),
        PHARMACY,
        TreatmentType.DISPENSING,
        kind=TicketKind.DISPENSING,
        is_under_infection_law=True,
    )
    ask = Ask(CardAsk(client_id="pharmacy"), NumberAsk(client_id="pharmacy"))
    return build(casting, story, _holder(casting, story), membership, ask=ask, more_codes=own_ticket_codes(membership))


def _home_nursing(casting: Casting) -> Persona:
    story = Story(
        "assistance-home-nursing",
        Group.ASSISTANCE,
        "Ticket for home-visit nursing",
        "医療扶助（訪問看護）",
        "A medical ticket for home-visit nursing; the nursing station asks, for CARE_NURSING. Somebody of 82, with "
        "expenses of the prefecture.",
        "訪問看護の医療券。訪問看護ステーションが CARE_NURSING で照会する。82歳、後期高齢者・都道府県費に該当。",
    )
    membership = ticketed(
        casting,
        assisted(casting, story.id),
        NURSING,
        TreatmentType.HOME_NURSING,
        is_late_elderly=True,
        has_prefectural_expenses=True,
    )
    purpose = "CARE_NURSING"
    ask = Ask(CardAsk("nursing", purpose), NumberAsk("nursing", purpose))
    holder = casting.holder(story.id, Sex.FEMALE, casting.years_from_now(-82))
    return build(casting, story, holder, membership, ask=ask, more_codes=own_ticket_codes(membership))


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
