"""The schemes as far as their rules of gain and loss differ."""

from enum import StrEnum

from services.registry.insurer_kinds import InsurerKind
from shared.domain.codes import Relationship


class Scheme(StrEnum):
    """A set of rules about gain and loss."""

    EMPLOYEE = "employee"
    """被用者保険: 協会けんぽ, 健保組合, 船員, 日雇, 共済."""
    CONTINUATION = "continuation"
    """任意継続被保険者."""
    SPECIAL_RETIRED = "special_retired"
    """特例退職被保険者."""
    DEPENDANT = "dependant"
    """被扶養者 of any of the above."""
    MUNICIPAL_NHI = "municipal_nhi"
    """市町村国民健康保険."""
    NHI_SOCIETY = "nhi_society"
    """国民健康保険組合."""
    ELDERLY = "elderly"
    """後期高齢者医療."""
    SELF_DEFENCE = "self_defence"
    """自衛官: the member only, no dependants."""
    PUBLIC_ASSISTANCE = "public_assistance"
    """生活保護（医療扶助）."""


EMPLOYEE_KINDS = frozenset(
    {
        InsurerKind.KYOKAI,
        InsurerKind.SOCIETY,
        InsurerKind.SEAMEN,
        InsurerKind.DAY_LABOURER,
        InsurerKind.MUTUAL_AID_STATE,
        InsurerKind.MUTUAL_AID_LOCAL,
        InsurerKind.MUTUAL_AID_POLICE,
        InsurerKind.MUTUAL_AID_SCHOOL,
    }
)
WITH_DEPENDANTS = EMPLOYEE_KINDS | {InsurerKind.SPECIAL_RETIRED}
"""Where family members are covered through the insured person; in the others everybody is insured themselves."""

WITHOUT_FAMILY = frozenset({InsurerKind.ELDERLY, InsurerKind.SELF_DEFENCE})
"""Where 本人・家族の別 is always 本人: 後期高齢者医療 insures each for themselves, a 自衛官診療証 the member alone.

国保 insures everybody themselves too, but tells 世帯主 and 組合員 (本人) from the others of the household (家族), as
claims do (レセプト種別: 本人/世帯主, 家族/その他).
"""

_SCHEMES = {
    **dict.fromkeys(EMPLOYEE_KINDS, Scheme.EMPLOYEE),
    InsurerKind.SPECIAL_RETIRED: Scheme.SPECIAL_RETIRED,
    InsurerKind.MUNICIPAL_NHI: Scheme.MUNICIPAL_NHI,
    InsurerKind.NHI_RETIRED: Scheme.MUNICIPAL_NHI,
    InsurerKind.NHI_SOCIETY: Scheme.NHI_SOCIETY,
    InsurerKind.ELDERLY: Scheme.ELDERLY,
    InsurerKind.SELF_DEFENCE: Scheme.SELF_DEFENCE,
    InsurerKind.PUBLIC_ASSISTANCE: Scheme.PUBLIC_ASSISTANCE,
}


def scheme_of(kind: InsurerKind, relationship: Relationship, *, voluntary: bool) -> Scheme:
    """Return the rules that a coverage follows."""
    if kind in WITH_DEPENDANTS and relationship is Relationship.FAMILY:
        return Scheme.DEPENDANT
    if kind in EMPLOYEE_KINDS and voluntary:
        return Scheme.CONTINUATION
    return _SCHEMES[kind]
