"""What a patient sees (マイナポータル): their eligibility, who looked, what they agreed to, what their care cost.

Of whom 不開示該当 is set, nothing that tells where they go for care is shown: a spouse may hold the card's PIN.
"""

from datetime import datetime
from typing import Annotated

from fastapi import Depends

from services.consent.acts.commands import consent_on_record, read_sealed
from services.consent.acts.messages import ConsentProofs
from services.consent.callers import NotKept
from services.consent.consents.commands import consents_of_checks, withdraw_consent
from services.consent.consents.messages import ConsentShown
from services.consent.consents.routes import ConsentId, consent_named
from services.consent.consents.store import checks_of_person
from services.consent.history.store import DisclosureEntry, history_of_person
from services.consent.paging import DEFAULT_WINDOW, Cursor, Limit, cursor_behind, id_before, id_in
from services.consent.patients.commands.sessions import SignIn
from services.consent.patients.messages import (
    MyCard,
    MyCardRegistration,
    MyConsents,
    MyCoverage,
    MyDisclosure,
    MyDisclosures,
    MyEligibility,
    MyExpense,
    MyExpenses,
)
from services.consent.patients.routes.signed_in import SignedIn
from services.consent.patients.rules.askers import ROLE_TERMS, asking_insurer
from services.consent.patients.rules.expenses import expenses_of
from shared.clock import JAPAN, day_in_japan
from shared.domain.codes import CheckMethod
from shared.domain.consent import WithdrawalReason
from shared.domain.coverage import LimitCertificate, PersonRecord
from shared.domain.limit_certificates import limit_certificate_on
from shared.domain.purposes import PURPOSE_RULES, DataKind, PurposeOfUse
from shared.domain.roles import Role
from shared.errors import (
    CardNotUsable,
    ConsentNotOpen,
    ResourceNotFound,
)
from shared.published.registry import read_cards_of_person
from shared.web.from_world import FromWorld, RequestWorld
from shared.web.paging import DEFAULT_LIMIT
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(prefix="/v1/me", tags=["me"], dependencies=[NotKept])
SigningIn = Annotated[SignIn, Depends(FromWorld(SignIn))]
_MOST_CARDS = 100
_OWN = refusals(CardNotUsable)


@router.get("/eligibility", summary="My insurance (健康保険証情報)", responses=_OWN)
async def my_eligibility(patient: SignedIn, world: RequestWorld) -> MyEligibility:
    """Every coverage on record, the newest first. Nothing is recorded: it is the patient who looks."""
    person, today = patient.person, day_in_japan(world.clock.now())
    return MyEligibility(
        name=person.name,
        name_kana=person.name_kana,
        sex=person.sex,
        birthdate=person.birthdate,
        postal_code=None if person.address_hidden else person.postal_code,
        address=None if person.address_hidden else person.address,
        coverages=[
            MyCoverage(
                is_current=coverage.period.contains(today),
                insurer_number=coverage.insurer.number,
                insurer_name=coverage.insurer.name,
                symbol=coverage.symbol,
                number=coverage.number,
                branch=coverage.branch,
                relationship=coverage.relationship,
                acquired_on=coverage.acquired_on,
                lost_on=coverage.lost_on,
                limit_label=_term_of(limit_certificate_on(coverage, person.birthdate, today)),
            )
            for coverage in reversed(person.coverages)
        ],
    )


@router.get("/disclosures", summary="Who looked at my data (利用履歴)", responses=_OWN)
async def my_disclosures(
    patient: SignedIn,
    world: RequestWorld,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> MyDisclosures:
    """Each look at this person's data, also what was refused: who, when, to what purpose, which kinds."""
    if patient.person.address_hidden:
        return MyDisclosures(items=[], next_cursor=None, is_hidden=True)
    found = await history_of_person(world, patient.person_id, id_in(cursor), limit + 1)
    return MyDisclosures(
        items=[_disclosure(entry, patient.person) for entry in found[:limit]],
        next_cursor=cursor_behind(found[limit - 1].check_id) if len(found) > limit else None,
        is_hidden=False,
    )


@router.get("/consents", summary="What I agreed to (同意の一覧)", responses=_OWN)
async def my_consents(
    patient: SignedIn, world: RequestWorld, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> MyConsents:
    """Every consent of the last 31 days, and each older one that stands (居宅同意取得型).

    `limit` counts checks: all consents of a check stand on one page.
    """
    if patient.person.address_hidden:
        return MyConsents(items=[], next_cursor=None, is_hidden=True)
    now, before = world.clock.now(), id_before(cursor, None)
    async with world.database.transaction() as connection:
        checks = await checks_of_person(connection, patient.person_id, now - DEFAULT_WINDOW, now, before, limit + 1)
        found = await consents_of_checks(connection, checks[:limit])
    return MyConsents(
        items=[
            ConsentShown.of(grant, check.institution_code, now)
            for check, grant in found
            if _is_recent(check.checked_at, now) or grant.is_open_at(now)
        ],
        next_cursor=cursor_behind(checks[limit - 1].check_id) if len(checks) > limit else None,
        is_hidden=False,
    )


@router.post(
    "/consents/{consent_id}/withdrawal",
    summary="Withdraw my consent (患者による同意の取消し)",
    responses=refusals(CardNotUsable, ResourceNotFound, ConsentNotOpen),
)
async def withdraw_mine(consent_id: ConsentId, patient: SignedIn, world: RequestWorld) -> ConsentShown:
    """End one of the patient's own consents at once (OQSCD031: 患者取消)."""
    check_id, kind = consent_named(consent_id)
    ended, check = await withdraw_consent(
        world, check_id, kind, WithdrawalReason.PATIENT, "patient", person_id=patient.person_id
    )
    return ConsentShown.of(ended, check.institution_code, world.clock.now())


@router.get(
    "/consents/{consent_id}/proofs",
    summary="Proofs that my consent is sealed (同意・取消しの証明)",
    responses=refusals(CardNotUsable, ResourceNotFound),
)
async def prove_mine(consent_id: ConsentId, patient: SignedIn, world: RequestWorld) -> ConsentProofs:
    """Prove that one of the patient's consents was given, and withdrawn, as the sealed record has it.

    Keep the answer: `onshi audit verify-proof` verifies it offline, with a checkpoint or the public key.
    """
    check_id, kind = consent_named(consent_id)
    check = await consent_on_record(world, check_id, kind)
    if check.person_id != patient.person_id or patient.person.address_hidden:
        raise ResourceNotFound
    return ConsentProofs.of(await read_sealed(world, check_id, kind), with_record=False)


@router.get("/card-registration", summary="My card's registration (健康保険証利用登録)", responses=_OWN)
async def my_card_registration(patient: SignedIn, world: RequestWorld) -> MyCardRegistration:
    """Whether the card in hand is registered for insurance use (初回登録), since when, and what else is or was."""
    in_hand = (patient.authority_key_id, patient.serial_number)
    async with world.database.transaction() as connection:
        found = await read_cards_of_person(connection, patient.person_id, world.known_at(), _MOST_CARDS)
    cards = [
        MyCard(
            registered_at=each.registered_at.astimezone(JAPAN),
            ended_at=None if each.ended_at is None else each.ended_at.astimezone(JAPAN),
            is_this_card=(each.authority_key_id, each.serial_number) == in_hand,
        )
        for each in found
    ]
    registered_at = next((card.registered_at for card in cards if card.is_this_card and card.ended_at is None), None)
    return MyCardRegistration(is_registered=registered_at is not None, registered_at=registered_at, cards=cards)


@router.get("/medical-expenses", summary="What my care cost (医療費通知情報)", responses=_OWN)
async def my_medical_expenses(patient: SignedIn, world: RequestWorld) -> MyExpenses:
    """Twelve months of invented costs, the same for the same person for ever."""
    if patient.person.address_hidden:
        return MyExpenses(items=[], is_hidden=True)
    today = day_in_japan(world.clock.now())
    return MyExpenses(
        items=[
            MyExpense(
                treatment_month=expense.treatment_month,
                kind=expense.kind,
                institution_name=expense.institution_name,
                days=expense.days,
                total_cost_yen=expense.total_cost_yen,
                paid_yen=expense.paid_yen,
            )
            for expense in expenses_of(patient.person, today)
        ],
        is_hidden=False,
    )


def _disclosure(entry: DisclosureEntry, person: PersonRecord) -> MyDisclosure:
    role = Role(entry.role)
    insurer = asking_insurer(role, person, entry.coverage_ids)
    return MyDisclosure(
        check_id=entry.check_id,
        checked_at=entry.checked_at.astimezone(JAPAN),
        role=role,
        role_ja=ROLE_TERMS[role],
        institution_code=entry.institution_code,
        institution_name=entry.institution_name,
        insurer_number=None if insurer is None else insurer.number,
        insurer_name=None if insurer is None else insurer.name,
        method=CheckMethod(entry.method),
        purpose=PurposeOfUse(entry.purpose),
        purpose_ja=PURPOSE_RULES[PurposeOfUse(entry.purpose)].title_ja,
        outcome=entry.outcome,
        kinds=[DataKind(kind) for kind in entry.kinds],
        is_without_consent=entry.is_without_consent,
    )


def _term_of(certificate: LimitCertificate | None) -> str | None:
    return None if certificate is None else certificate.category.term


def _is_recent(checked_at: datetime, now: datetime) -> bool:
    return now - checked_at < DEFAULT_WINDOW
