"""The memberships (資格) of personas, in the form that each kind of insurer gives them."""

from dataclasses import replace
from datetime import date, timedelta

from shared.domain.check_digit import with_check_digit
from shared.domain.codes import (
    CardKind,
    LimitCategory,
    LimitCertificateKind,
    LossReason,
    Relationship,
    SpecificDisease,
)
from shared.domain.coverage import ElderlyCertificate, Insurer, LimitCertificate, SpecificDiseaseCertificate
from shared.domain.insured import WrittenIdentifiers
from simulator.personas.casting import Casting, years_later
from simulator.personas.insurers import ELDERLY, KYOKAI, MUNICIPAL, PUBLIC_ASSISTANCE
from simulator.personas.persona import Holder, Membership


def employee(casting: Casting, persona: str, insurer: Insurer = KYOKAI, *, since_days: int = 1100) -> Membership:
    """被用者保険 as the insured person; ``since_days`` ago it began."""
    acquired_on = casting.days_from_now(-since_days)
    what = f"{persona}/{insurer.number}"
    return Membership(
        coverage_id=casting.id_of(f"coverage/{what}"),
        insurer=insurer,
        symbol=casting.digits(f"symbol/{what}", 8 if insurer is KYOKAI else 4),
        number=casting.digits(f"number/{what}", 6),
        branch="00",
        relationship=Relationship.SELF,
        acquired_on=acquired_on,
        issued_on=acquired_on + timedelta(days=7),
        valid_from=acquired_on,
    )


def dependant(casting: Casting, persona: str, insured_name: str) -> Membership:
    """被用者保険 as the family of ``insured_name``."""
    return replace(employee(casting, persona), relationship=Relationship.FAMILY, branch="01", insured_name=insured_name)


def municipal(casting: Casting, persona: str, holder: Holder, insurer: Insurer = MUNICIPAL) -> Membership:
    """国民健康保険; 世帯主 is the holder."""
    first, last = casting.benefit_year
    return Membership(
        coverage_id=casting.id_of(f"coverage/{persona}/{insurer.number}"),
        insurer=insurer,
        symbol="模" + casting.digits(f"symbol/{persona}", 2),
        number=casting.digits(f"number/{persona}", 7),
        branch="01",
        relationship=Relationship.SELF,
        acquired_on=casting.days_from_now(-2000),
        issued_on=first,
        valid_from=first,
        valid_to=last,
        insured_name=holder.name,
    )


def elderly(casting: Casting, persona: str, share_percent: int) -> Membership:
    """後期高齢者医療: no symbol and no branch, the number is 8 digits with a check digit."""
    first, last = casting.benefit_year
    return Membership(
        coverage_id=casting.id_of(f"coverage/{persona}/{ELDERLY.number}"),
        insurer=ELDERLY,
        symbol=None,
        number=with_check_digit(casting.digits(f"number/{persona}", 7)),
        branch=None,
        relationship=Relationship.SELF,
        acquired_on=casting.days_from_now(-1500),
        issued_on=first,
        valid_from=first,
        valid_to=last,
        share_percent=share_percent,
    )


def assisted(casting: Casting, persona: str, *, since_days: int = 500) -> Membership:
    """医療扶助: a 公費負担者番号 of eight digits, a 受給者番号 of seven, neither symbol nor branch."""
    acquired_on = casting.days_from_now(-since_days)
    return Membership(
        coverage_id=casting.id_of(f"coverage/{persona}/{PUBLIC_ASSISTANCE.number}"),
        insurer=PUBLIC_ASSISTANCE,
        symbol=None,
        number=with_check_digit(casting.digits(f"number/{persona}/{PUBLIC_ASSISTANCE.number}", 6)),
        branch=None,
        relationship=Relationship.SELF,
        acquired_on=acquired_on,
        card_kind=CardKind.MEDICAL_ASSISTANCE,
        valid_from=acquired_on,
    )


def ended(membership: Membership, lost_on: date, reason: LossReason) -> Membership:
    """Return ``membership`` as lost; ``lost_on`` is the first day without."""
    return replace(membership, lost_on=lost_on, loss_reason=reason, valid_to=lost_on - timedelta(days=1))


def with_limit(
    casting: Casting,
    membership: Membership,
    category: LimitCategory,
    kind: LimitCertificateKind,
    long_stay_from: date | None = None,
    *,
    days: tuple[date, date] | None = None,
) -> Membership:
    """Return ``membership`` with a limit certificate for ``days``, or else for the running benefit year."""
    first, last = days or casting.benefit_year
    certificate = LimitCertificate(
        certificate_id=str(casting.id_of(f"limit/{membership.coverage_id}")),
        kind=kind,
        category=category,
        issued_on=min(first, casting.today),
        valid_from=first,
        valid_to=last,
        long_stay_from=long_stay_from,
    )
    return replace(membership, limit_certificates=(certificate,))


def with_share(
    casting: Casting, membership: Membership, share_percent: int, days: tuple[date, date] | None = None
) -> Membership:
    """Return ``membership`` with a 高齢受給者証 for ``days``, or else for the running benefit year."""
    first, last = days or casting.benefit_year
    certificate = ElderlyCertificate(
        certificate_id=str(casting.id_of(f"elderly/{membership.coverage_id}")),
        issued_on=min(first, casting.today),
        valid_from=first,
        valid_to=last,
        share_percent=share_percent,
    )
    return replace(membership, elderly_certificates=(certificate,))


def with_yearly_shares(casting: Casting, membership: Membership, last_year: int, this_year: int) -> Membership:
    """Return 後期高齢者医療 with its shares (負担割合) of the benefit year before and of the running one."""
    first, last = casting.benefit_year
    years = (
        (years_later(first, -1), first - timedelta(days=1), last_year),
        (first, last, this_year),
    )
    certificates = tuple(
        ElderlyCertificate(
            certificate_id=str(casting.id_of(f"elderly/{membership.coverage_id}/{valid_from.year - first.year}")),
            issued_on=valid_from - timedelta(days=20),
            valid_from=valid_from,
            valid_to=valid_to,
            share_percent=share_percent,
        )
        for valid_from, valid_to, share_percent in years
    )
    return replace(membership, elderly_certificates=certificates)


def with_disease(
    casting: Casting, membership: Membership, disease: SpecificDisease, copay_limit_yen: int
) -> Membership:
    """Return ``membership`` with a 特定疾病療養受療証, which has no end."""
    certificate = SpecificDiseaseCertificate(
        certificate_id=str(casting.id_of(f"disease/{membership.coverage_id}")),
        disease=disease,
        issued_on=membership.acquired_on,
        valid_from=membership.acquired_on,
        valid_to=None,
        copay_limit_yen=copay_limit_yen,
    )
    return replace(membership, specific_disease_certificates=(certificate,))


def identifiers(holder: Holder, membership: Membership) -> WrittenIdentifiers:
    """Return what is asked with when there is no card."""
    return WrittenIdentifiers(
        insurer_number=membership.insurer.number,
        symbol=membership.symbol,
        number=membership.number,
        branch=membership.branch,
        birthdate=holder.birthdate,
    )
