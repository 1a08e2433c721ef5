"""Personas whose name, sex or address needs care."""

from dataclasses import replace

from shared.domain.codes import Sex
from simulator.personas.building import Story, build
from simulator.personas.casting import Casting
from simulator.personas.groups import Group
from simulator.personas.memberships import employee, municipal
from simulator.personas.persona import Persona

_SUBSTITUTE = "●"


def identity_personas(casting: Casting) -> list[Persona]:
    """Return the personas of this file."""
    hidden = Story(
        "address-hidden",
        Group.IDENTITY,
        "Address is not disclosed",
        "不開示該当（住所非開示）",
        "Insured; address and postal code stay empty, whoever asks.",
        "資格は有効。誰が照会しても住所・郵便番号は返らない。",
    )
    unset = Story(
        "sex-unset",
        Group.IDENTITY,
        "Sex not stated on the front",
        "性別が未設定（裏面記載あり）",
        "Sex1 is 未設定; Sex2, as written on the back, is 女.",
        "性別1は未設定、裏面記載の性別2は女。",
    )
    unset_male = Story(
        "sex-unset-back-male",
        Group.IDENTITY,
        "Sex not stated on the front, male on the back",
        "性別が未設定（裏面は男）",
        "Sex1 is 未設定; Sex2, as written on the back, is 男.",
        "性別1は未設定、裏面記載の性別2は男。",
    )
    strange = Story(
        "substitute-characters",
        Group.IDENTITY,
        "A character the system does not have",
        "氏名に●（外字）",
        "The surname holds ● in place of a character: match by kana and birth date.",
        "氏名の一部が●になる。カナ氏名と生年月日で照合する。",
    )
    foreign = Story(
        "other-name",
        Group.IDENTITY,
        "Known under another name",
        "通称あり",
        "A name in Latin letters, and another that they go by (氏名その他).",
        "氏名はローマ字、通称が「氏名（その他）」に入る。",
    )
    sheltered = casting.holder(hidden.id, Sex.FEMALE, casting.years_from_now(-33), hidden=True)
    unstated = replace(casting.holder(unset.id, Sex.UNSET, casting.years_from_now(-26)), sex2=Sex.FEMALE)
    unstated_male = replace(casting.holder(unset_male.id, Sex.UNSET, casting.years_from_now(-41)), sex2=Sex.MALE)
    odd = casting.holder(strange.id, Sex.MALE, casting.years_from_now(-49))
    odd = replace(odd, name=_SUBSTITUTE + odd.name[1:])
    alias = casting.holder(foreign.id, Sex.FEMALE, casting.years_from_now(-39))
    alias = replace(
        alias,
        name="SAMPLE\u3000ALICE",
        name_kana="サンプル\u3000アリス",
        name_other=alias.name,
        name_other_kana=alias.name_kana,
    )
    return [
        build(casting, hidden, sheltered, employee(casting, hidden.id)),
        build(casting, unset, unstated, employee(casting, unset.id)),
        build(casting, unset_male, unstated_male, employee(casting, unset_male.id)),
        build(casting, strange, odd, municipal(casting, strange.id, odd)),
        build(casting, foreign, alias, employee(casting, foreign.id)),
    ]
