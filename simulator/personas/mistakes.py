"""Personas whom an insurer registered wrongly, as clinics complain of it: a wrong share, somebody else's data.

Data that is right and comes out wrong is a fault's business.
"""

from dataclasses import replace

from shared.domain.codes import LimitCategory, LimitCertificateKind, QualificationValidity, Sex
from simulator.personas.building import VALID, Story, build
from simulator.personas.casting import Casting
from simulator.personas.groups import Group
from simulator.personas.insurers import SOCIETY
from simulator.personas.memberships import employee, identifiers, with_limit, with_share
from simulator.personas.persona import Persona


def mistake_personas(casting: Casting) -> list[Persona]:
    """Return the personas of this file."""
    return [_wrong_share(casting), _linked_to_another(casting)]


def _wrong_share(casting: Casting) -> Persona:
    story = Story(
        "share-registered-wrongly",
        Group.MISTAKES,
        "70 to 74, the share contradicts the limit",
        "負担割合の相違（2割と現役並み区分）",
        "20 % is registered although the category is 現役並みⅠ (B03), where 30 % belongs, as the patient's paper says.",
        "登録は2割だが、適用区分は3割のはずの現役並みⅠ（B03）。患者の資格確認書は3割。",
    )
    holder = casting.holder(story.id, Sex.MALE, casting.years_from_now(-71))
    membership = with_share(casting, employee(casting, story.id, SOCIETY), 20)
    limited = with_limit(casting, membership, LimitCategory.B03, LimitCertificateKind.LIMIT)
    return build(casting, story, holder, limited)


def _linked_to_another(casting: Casting) -> Persona:
    story = Story(
        "linked-to-another",
        Group.MISTAKES,
        "Somebody else's coverage behind the card",
        "他人の資格のひも付け誤り",
        "An insurer filed a stranger's coverage under this person: the card answers 有効 with the stranger's insurer, "
        "numbers and insured name; the patient's own numbers find nobody.",
        "保険者が他人の資格を誤ってひも付け。カードでは他人の保険者・記号・番号・被保険者氏名で有効と返り、本人の番号は該当なし。",
    )
    holder = casting.holder(story.id, Sex.FEMALE, casting.years_from_now(-38))
    stranger = casting.holder(f"{story.id}/stranger", Sex.MALE, casting.years_from_now(-64))
    filed = replace(employee(casting, f"{story.id}/stranger", SOCIETY), insured_name=stranger.name)
    own = identifiers(holder, employee(casting, story.id))
    not_found = QualificationValidity.NOT_FOUND
    return build(casting, story, holder, filed, by_number=not_found, by_card=VALID, insured=own)
