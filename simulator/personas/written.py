"""Personas who are written otherwise by two registers: 外字, 異体字, small kana, no address.

● itself stands in identity.py, the month of the 75th birthday in ages.py.
"""

from dataclasses import replace

from shared.domain.codes import Sex
from simulator.personas.building import Story, build
from simulator.personas.casting import Casting
from simulator.personas.groups import Group
from simulator.personas.memberships import employee, municipal
from simulator.personas.persona import Persona

_PRIVATE_USE = "\ue000"
_IDEOGRAPHIC_SPACE = "\u3000"


def written_personas(casting: Casting) -> list[Persona]:
    """Return four personas."""
    return [_private_use(casting), _variants(casting), _large_kana(casting), _without_address(casting)]


def _private_use(casting: Casting) -> Persona:
    story = Story(
        "private-use-character",
        Group.IDENTITY,
        "A character of the insurer's own making",
        "氏名に保険者独自の外字",
        "The insurer filed a private-use character in the surname: it leaves as ●, with a notice.",
        "保険者が氏名に私用領域の外字を登録。回答では●となり、通知が付く。",
    )
    holder = casting.holder(story.id, Sex.FEMALE, casting.years_from_now(-52))
    holder = replace(holder, name=_PRIVATE_USE + holder.name[1:])
    return build(casting, story, holder, employee(casting, story.id))


def _variants(casting: Casting) -> Persona:
    story = Story(
        "variant-characters",
        Group.IDENTITY,
        "Old forms of characters in name and address",
        "氏名・住所に異体字（眞・澤・邊）",
        "眞, 澤 and 邊 are on record; who asks by name with 真, 沢 and 辺 finds the same person.",
        "登録は眞・澤・邊。氏名等による照会・4情報突合では真・沢・辺でも同じ人に一致する。",
    )
    holder = casting.holder(story.id, Sex.FEMALE, casting.years_from_now(-47))
    surname, kana = (name.split(_IDEOGRAPHIC_SPACE)[0] for name in (holder.name, holder.name_kana or ""))
    holder = replace(
        holder,
        name=f"{surname}{_IDEOGRAPHIC_SPACE}眞澄",
        name_kana=f"{kana}{_IDEOGRAPHIC_SPACE}マスミ",
        address="東京都模擬市澤邊町九十丁目１番",
    )
    return build(casting, story, holder, municipal(casting, story.id, holder))


def _large_kana(casting: Casting) -> Persona:
    story = Story(
        "large-kana",
        Group.IDENTITY,
        "Kana on record without small ones",
        "カナ氏名の拗音が大文字（シヨウコ）",
        "シヨウコ is on record for ショウコ, as cards and older receipt systems write it; both find the same person.",
        "カナ氏名はシヨウコで登録。ショウコで照会しても同じ人に一致する。",
    )
    holder = casting.holder(story.id, Sex.FEMALE, casting.years_from_now(-61))
    surname, kana = (name.split(_IDEOGRAPHIC_SPACE)[0] for name in (holder.name, holder.name_kana or ""))
    holder = replace(holder, name=f"{surname}{_IDEOGRAPHIC_SPACE}祥子", name_kana=f"{kana}{_IDEOGRAPHIC_SPACE}シヨウコ")
    return build(casting, story, holder, employee(casting, story.id))


def _without_address(casting: Casting) -> Persona:
    story = Story(
        "no-address",
        Group.IDENTITY,
        "No address on record",
        "住所の登録なし",
        "The insurer filed no address: by name the person is found with the insurer's number in place of it.",
        "住所が未登録。氏名等による照会では保険者番号を併せて指定すると見つかり、通知が付く。",
    )
    holder = casting.holder(story.id, Sex.MALE, casting.years_from_now(-36))
    holder = replace(holder, postal_code=None, address=None)
    return build(casting, story, holder, employee(casting, story.id))
