"""The memberships (資格) of personas, in the form that each kind of insurer gives them."""

from dataclasses import replace
from datetime import date, timedelta

from shared.domain.codes import LimitCategory, LimitCertificateKind, LossReason, Relationship
from shared.domain.coverage import Insurer
from shared.sim.personas.casting import Casting
from shared.sim.personas.insurers import ELDERLY, KYOKAI, MUNICIPAL, with_check_digit
from shared.sim.personas.persona import Holder, Insured, Membership, SeededLimitCertificate


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


def municipal(casting: Casting, persona: str, holder: Holder) -> Membership:
    """国民健康保険 of a municipality; 世帯主 is the holder."""
    first, last = casting.benefit_year
    return Membership(
        coverage_id=casting.id_of(f"coverage/{persona}/{MUNICIPAL.number}"),
        insurer=MUNICIPAL,
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


def ended(membership: Membership, lost_on: date, reason: LossReason) -> Membership:
    """Return ``membership`` as lost; ``lost_on`` is the first day without."""
    return replace(membership, lost_on=lost_on, loss_reason=reason, valid_to=lost_on - timedelta(days=1))


def with_limit(
    casting: Casting, membership: Membership, category: LimitCategory, kind: LimitCertificateKind
) -> Membership:
    """Return ``membership`` with a limit certificate for the running benefit year."""
    first, last = casting.benefit_year
    certificate = SeededLimitCertificate(
        certificate_id=casting.id_of(f"limit/{membership.coverage_id}"),
        kind=kind,
        category=category,
        issued_on=first,
        valid_from=first,
        valid_to=last,
    )
    return replace(membership, limit_certificates=(certificate,))


def identifiers(holder: Holder, membership: Membership) -> Insured:
    """Return what is asked with when there is no card."""
    return Insured(
        insurer_number=membership.insurer.number,
        symbol=membership.symbol,
        number=membership.number,
        branch=membership.branch,
        birthdate=holder.birthdate,
    )
