"""What may be shown in which way of asking; the same when an answer is given and when it is derived again. Pure."""

from collections.abc import Collection, Sequence
from datetime import datetime

from services.eligibility.requests import IdentifierRequest
from services.eligibility.rules.disclosure import LimitConsent, Permission
from services.eligibility.wire import ConsentShown
from shared.clock import start_of_day
from shared.domain.codes import ConsentState
from shared.domain.consent import MEDICAL_KINDS, ONE_ACT_FROM, VIEWING_WINDOW, ConsentGrant
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.pki.certificate_life import CertificateState

_NOTHING: frozenset[DataKind] = frozenset()
_WITHOUT_ASKING = frozenset({PurposeOfUse.EMERGENCY, PurposeOfUse.DISASTER_READ})
_LIMIT_ASKS_NO_MORE_FROM = start_of_day(ONE_ACT_FROM)


def by_card(
    opens: frozenset[DataKind],
    state: CertificateState,
    chosen: Collection[DataKind],
    at: datetime,
    purpose: PurposeOfUse,
) -> Permission:
    """Return what ``purpose`` opens to a card whose holder chose ``chosen`` at the reader."""
    # After the certificate's end the card opens eligibility and nothing medical.
    in_grace = state is CertificateState.IN_GRACE
    return Permission(
        opens=opens,
        limit_consent=_limit_by_card(chosen, at),
        chosen=_NOTHING if in_grace else frozenset(chosen),
        at=at,
        medical=_unobtainable(chosen, at) if purpose is PurposeOfUse.EMERGENCY and not in_grace else None,
    )


def by_standing(opens: frozenset[DataKind], grants: Sequence[ConsentGrant], at: datetime) -> Permission:
    """Return what a re-inquiry (再照会) opens by the consents that the patient gave earlier and may have withdrawn."""
    newest = {grant.kind: grant for grant in sorted(grants, key=lambda grant: (_is_given(grant, at), grant.given_at))}
    return Permission(
        opens=opens,
        # The home-reception web and app ask no consent for the limit either.
        limit_consent="not_needed",
        chosen=None,
        at=at,
        specific_disease_told=any(grant.kind is DataKind.SPECIFIC_DISEASE and _is_given(grant, at) for grant in grants),
        medical={kind: _shown(grant, at) for kind, grant in newest.items()},
    )


def by_identifier(
    opens: frozenset[DataKind], agreed: Collection[DataKind], at: datetime, purpose: PurposeOfUse | None = None
) -> Permission:
    """Return what ``purpose`` opens without a card, to a patient who agreed at the desk to show ``agreed``."""
    return Permission(
        opens=opens,
        limit_consent="given" if DataKind.LIMIT_CERTIFICATE in agreed else "none",
        chosen=None,
        at=at,
        specific_disease_told=DataKind.SPECIFIC_DISEASE in agreed,
        medical=_unobtainable((), at) if purpose in _WITHOUT_ASKING else None,
    )


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


def _shown(grant: ConsentGrant, at: datetime) -> ConsentShown:
    if not _is_given(grant, at):
        return ConsentShown(ConsentState.EXPIRED, grant.given_at, grant.viewable_until)
    until = at + VIEWING_WINDOW
    # One that stands opens 24 hours with each re-inquiry; none opens more than its own time.
    return ConsentShown(
        ConsentState.GIVEN, grant.given_at, until if grant.viewable_until is None else min(until, grant.viewable_until)
    )


def _is_given(grant: ConsentGrant, at: datetime) -> bool:
    return grant.state_at(at) is ConsentState.GIVEN


def agreed_at_desk(request: IdentifierRequest) -> list[DataKind]:
    """Return what the patient agreed to show, as the record keeps it."""
    agreed = [DataKind.LIMIT_CERTIFICATE] if request.limit_certificate_consent else []
    if request.specific_disease_consent:
        agreed.append(DataKind.SPECIFIC_DISEASE)
    return agreed
