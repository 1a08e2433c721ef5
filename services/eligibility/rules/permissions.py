"""What may be shown in which way of asking, when an answer is given and when it is derived again. Pure.

Times come in and go out as they are shown: with the offset of Japan.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from services.eligibility.answers.shown import ConsentShown
from services.eligibility.rules.disclosure import LimitConsent, Permission, given_for_the_inquiry
from shared.clock import JAPAN, start_of_day
from shared.domain.codes import CheckMethod, ConsentState
from shared.domain.consent import (
    BY_LAW,
    MEDICAL_KINDS,
    ONE_ACT_FROM,
    VIEWING_WINDOW,
    WITHOUT_ASKING,
    ConsentChannel,
    ConsentGrant,
    asked_no_consent_for_limit,
    consents_of,
    end_of_window,
)
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.domain.roles import Role
from shared.pki.certificate_life import CertificateState
from shared.pki.proof import HolderVerification


@dataclass(frozen=True, slots=True)
class LimitSaid:
    """What the limit's consent is, and since when it is given."""

    consent: LimitConsent
    given_at: datetime | None = None


_NOTHING: frozenset[DataKind] = frozenset()
_COULD_NOT_BE_ASKED: frozenset[HolderVerification] = frozenset({"face", "visual"})
"""Who enters a PIN, or unlocks a phone, can be asked; what they do not choose then is their no."""
_LIMIT_ASKS_NO_MORE_FROM = start_of_day(ONE_ACT_FROM)


@dataclass(frozen=True, slots=True)
class ConsentedCheck:
    """A check on record, as far as consents hang on it, and what has become of them."""

    check_id: UUID
    checked_at: datetime
    role: Role
    method: CheckMethod
    purpose: PurposeOfUse
    kinds: frozenset[DataKind]
    chosen: tuple[DataKind, ...]
    is_in_grace: bool
    versions: tuple[ConsentGrant, ...]
    """What is known now of its consents, where something has happened to them since the check."""


def by_card(
    opens: frozenset[DataKind],
    state: CertificateState,
    chosen: Collection[DataKind],
    at: datetime,
    purpose: PurposeOfUse,
    holder_verification: HolderVerification,
) -> Permission:
    """Return what ``purpose`` opens to a card whose holder chose ``chosen`` at the reader."""
    # After the certificate's end the card opens eligibility and nothing medical.
    in_grace = state is CertificateState.IN_GRACE
    is_unasked = purpose is PurposeOfUse.EMERGENCY and not in_grace and holder_verification in _COULD_NOT_BE_ASKED
    return Permission(
        opens=opens,
        limit_consent=_limit_by_card(chosen, at),
        chosen=_NOTHING if in_grace else frozenset(chosen),
        at=at,
        medical=_unobtainable(chosen, at) if is_unasked else None,
        is_unasked=is_unasked,
    )


def by_standing(
    opens: frozenset[DataKind],
    grants: Iterable[ConsentGrant],
    limit: LimitSaid,
    checked_at: datetime,
    at: datetime | None = None,
) -> Permission:
    """Return what a re-inquiry (再照会) opens by the consents that the patient gave earlier and may have withdrawn.

    ``at``: when the answer is seen again, if it is.
    """
    newest: dict[DataKind, ConsentGrant] = {}
    for grant in sorted(grants, key=lambda grant: (grant.is_open_at(checked_at), grant.given_at)):
        newest[grant.kind] = grant
    shown = {kind: _standing(grant, checked_at, at or checked_at) for kind, grant in newest.items()}
    return Permission(
        opens=opens,
        limit_consent=limit.consent,
        chosen=None,
        at=checked_at,
        limit_given_at=limit.given_at,
        specific_disease=shown.get(DataKind.SPECIFIC_DISEASE),
        medical=shown,
    )


def by_identifier(
    opens: frozenset[DataKind], agreed: Collection[DataKind], at: datetime, purpose: PurposeOfUse | None = None
) -> Permission:
    """Return what ``purpose`` opens without a card, to a patient who agreed at the desk to show ``agreed``."""
    limit_consent: LimitConsent = "given" if DataKind.LIMIT_CERTIFICATE in agreed else "none"
    is_unasked = purpose in WITHOUT_ASKING
    return Permission(
        opens=opens,
        limit_consent="not_needed" if purpose in BY_LAW else limit_consent,
        chosen=None,
        at=at,
        specific_disease=given_for_the_inquiry(at) if DataKind.SPECIFIC_DISEASE in agreed else None,
        medical=_unobtainable((), at) if is_unasked else None,
        is_unasked=is_unasked,
    )


def seen_again(
    opens: frozenset[DataKind],
    check: ConsentedCheck,
    at: datetime,
    *,
    is_open: bool,
    rested_on: Iterable[ConsentGrant] = (),
    followed: ConsentedCheck | None = None,
) -> Permission:
    """Return what the answer to a check on record shows at ``at``: what has ended since is not shown any more.

    ``is_open``: the opening that the purpose needs is open now, or it needs none. Of a re-inquiry, ``followed`` is the
    check that it asked again about, and ``rested_on`` the consents as it knew them, unless they were withdrawn since.
    """
    consents = consents_of(check, check.versions)
    own = {kind: _as_it_stands(grant, check.checked_at, at, is_open=is_open) for kind, grant in consents.items()}
    limit = limit_of(check, at)
    if check.method is CheckMethod.RECHECK:
        if limit.consent == "none" and followed is not None:
            limit = limit_of(followed, at)
        standing = by_standing(opens, rested_on, limit, check.checked_at, at)
        told = own.get(DataKind.SPECIFIC_DISEASE)
        return standing if told is None else msgspec.structs.replace(standing, specific_disease=told)
    is_card = check.method is CheckMethod.MY_NUMBER_CARD
    is_unasked = any(grant.channel is ConsentChannel.UNOBTAINABLE for grant in consents.values())
    return Permission(
        opens=opens,
        limit_consent=limit.consent,
        # There was a reader, so what was not chosen is shown as such.
        chosen=_NOTHING if is_card else None,
        at=check.checked_at,
        limit_given_at=limit.given_at,
        specific_disease=own.get(DataKind.SPECIFIC_DISEASE),
        medical=own if is_card or is_unasked else None,
        is_unasked=is_unasked,
    )


def limit_of(check: ConsentedCheck, at: datetime) -> LimitSaid:
    """Return on what the limit that a check shows rests at ``at``."""
    if check.purpose in BY_LAW or asked_no_consent_for_limit(check):
        return LimitSaid("not_needed")
    told = consents_of(check, check.versions).get(DataKind.LIMIT_CERTIFICATE)
    if told is None or not told.is_open_at(at):
        return LimitSaid("none")
    return LimitSaid("given", told.given_at.astimezone(JAPAN))


def _limit_by_card(chosen: Collection[DataKind], at: datetime) -> LimitConsent:
    # Since 2024-10-07 the limit is part of the confirmation by card and asks for no consent of its own.
    if at >= _LIMIT_ASKS_NO_MORE_FROM:
        return "not_needed"
    return "given" if DataKind.LIMIT_CERTIFICATE in chosen else "none"


def _unobtainable(chosen: Collection[DataKind], at: datetime) -> dict[DataKind, ConsentShown]:
    """救急時・災害時の閲覧: what the patient could not be asked is opened too, and said to be so (OQSCD016 code 3)."""
    until = at + VIEWING_WINDOW
    given, not_asked = ConsentShown(ConsentState.GIVEN, at, until), ConsentShown(ConsentState.UNOBTAINABLE, None, until)
    return {kind: given if kind in chosen else not_asked for kind in MEDICAL_KINDS}


def _standing(grant: ConsentGrant, checked_at: datetime, at: datetime) -> ConsentShown:
    # One that stands opens 24 hours with each re-inquiry; none opens more than its own time.
    if not grant.is_open_at(checked_at):
        return _shown(grant, ConsentState.EXPIRED, grant.viewable_until)
    until = end_of_window(checked_at, [grant])
    is_over = until is None or at >= until
    return _shown(grant, ConsentState.EXPIRED if is_over else ConsentState.GIVEN, until)


def _as_it_stands(grant: ConsentGrant, checked_at: datetime, at: datetime, *, is_open: bool) -> ConsentShown:
    is_medical = grant.kind in MEDICAL_KINDS
    until = end_of_window(checked_at, [grant]) if is_medical else grant.viewable_until
    is_over = not grant.is_open_at(at) or until is None or at >= until or (is_medical and not is_open)
    return _shown(grant, ConsentState.EXPIRED if is_over else grant.state_at(at), until or grant.viewable_until)


def _shown(grant: ConsentGrant, state: ConsentState, until: datetime | None) -> ConsentShown:
    is_unasked = grant.channel is ConsentChannel.UNOBTAINABLE
    return ConsentShown(
        state,
        None if is_unasked else grant.given_at.astimezone(JAPAN),
        None if until is None else until.astimezone(JAPAN),
    )
