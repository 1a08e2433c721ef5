"""Personas for what is asked about a limit: the patient's word at the desk, and whether it changed since."""

from dataclasses import replace
from datetime import timedelta

from shared.domain.codes import LimitCategory, LimitCertificateKind, Sex
from simulator.personas.building import Story, build
from simulator.personas.casting import Casting
from simulator.personas.groups import Group
from simulator.personas.memberships import employee, with_limit
from simulator.personas.persona import Ask, NumberAsk, Persona

_CONSENT, _CHANGED = "LimitApplicationCertificateRelatedConsFlg", "LimitApplicationCertificateChanged"
_LIMIT = LimitCertificateKind.LIMIT
_CHANGED_DAYS_AGO = 15


def limit_question_personas(casting: Casting) -> list[Persona]:
    """Return the personas of this file."""
    return [_not_agreed(casting), _changed(casting), _unchanged(casting)]


def _not_agreed(casting: Casting) -> Persona:
    story = Story(
        "limit-not-agreed",
        Group.LIMITS,
        "Does not agree to show the limit",
        "限度額の提供に同意しない",
        "Category イ (A02) is registered; by number without consent none comes (flag 0), the card asks for no consent.",
        "適用区分イ（A02）の登録あり。番号では同意がないため返らず（同意フラグ0）、カードでは同意なしで返る。",
    )
    holder = casting.holder(story.id, Sex.FEMALE, casting.years_from_now(-43))
    membership = with_limit(casting, employee(casting, story.id), LimitCategory.A02, _LIMIT)
    ask = Ask(insured=NumberAsk(limit_certificate_consent=False))
    return build(casting, story, holder, membership, ask=ask, more_codes={_CONSENT: "0"})


def _changed(casting: Casting) -> Persona:
    story = Story(
        "limit-changed",
        Group.LIMITS,
        "The limit changed 15 days ago",
        "限度額の適用区分が変更（エ→ウ）",
        "Category エ (A04) until 15 days ago, ウ (A03) since: 一括照会 says changed (1); who asked for an earlier day "
        "first gets a notice.",
        "15日前に適用区分がエ（A04）からウ（A03）へ変更。一括照会の限度額変更有無は1。変更前の日で照会済みなら通知が付く。",
    )
    holder = casting.holder(story.id, Sex.MALE, casting.years_from_now(-46))
    employed = employee(casting, story.id)
    day = casting.days_from_now(-_CHANGED_DAYS_AGO)
    earlier = (day - timedelta(days=200), day - timedelta(days=1))
    (before,) = with_limit(casting, employed, LimitCategory.A04, _LIMIT, days=earlier).limit_certificates
    (after,) = with_limit(
        casting, employed, LimitCategory.A03, _LIMIT, days=(day, casting.benefit_year[1])
    ).limit_certificates
    before = replace(before, certificate_id=str(casting.id_of(f"limit/{employed.coverage_id}/before")))
    membership = replace(employed, limit_certificates=(before, after))
    return build(casting, story, holder, membership, more_codes={_CONSENT: "1", _CHANGED: "1"})


def _unchanged(casting: Casting) -> Persona:
    story = Story(
        "limit-unchanged",
        Group.LIMITS,
        "The limit is the one of the last check",
        "限度額に変更なし",
        "Category エ (A04) for all of the year: once an institution has asked with consent, 一括照会 says unchanged "
        "(0).",
        "適用区分エ（A04）のまま変更なし。同意を得て一度照会した医療機関の一括照会では、限度額変更有無は0。",
    )
    holder = casting.holder(story.id, Sex.FEMALE, casting.years_from_now(-51))
    membership = with_limit(casting, employee(casting, story.id), LimitCategory.A04, _LIMIT)
    return build(casting, story, holder, membership, more_codes={_CONSENT: "1", _CHANGED: "0"})
