"""Personas for how numbers arrive: padded, written differently, without a branch, mistyped."""

from dataclasses import replace

from shared.domain.codes import CheckMethod, QualificationValidity, Sex
from simulator.personas.building import Story, build
from simulator.personas.casting import Casting
from simulator.personas.codes import codes_of
from simulator.personas.groups import Group
from simulator.personas.memberships import dependant, employee, identifiers, municipal
from simulator.personas.persona import Expected, Other, Persona

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def number_personas(casting: Casting) -> list[Persona]:
    """Return the personas of this file."""
    return [_padded(casting), _rewritten(casting), _branchless(casting), _twins(casting), _unknown(casting)]


def _padded(casting: Casting) -> Persona:
    story = Story(
        "insurer-number-with-blanks",
        Group.IDENTIFIERS,
        "Insurer number with blanks in front",
        "保険者番号が空白埋め",
        "Six digits padded to eight with blanks, as the messages of the real interface carry them.",
        "6桁の保険者番号を前空白で8桁にして送る（実際の電文の形式）。",
    )
    holder = casting.holder(story.id, Sex.FEMALE, casting.years_from_now(-42))
    membership = municipal(casting, story.id, holder)
    insured = identifiers(holder, membership)
    insured = replace(insured, insurer_number=insured.insurer_number.rjust(8))
    return build(casting, story, holder, membership, insured=insured)


def _rewritten(casting: Casting) -> Persona:
    story = Story(
        "written-differently",
        Group.IDENTIFIERS,
        "The same number in full width",
        "記号・番号の全角・前ゼロ",
        "Symbol and number are sent in full width, the number with zeros in front.",
        "記号・番号を全角で、番号は前にゼロを付けて送る。",
    )
    holder = casting.holder(story.id, Sex.MALE, casting.years_from_now(-36))
    membership = employee(casting, story.id)
    insured = identifiers(holder, membership)
    insured = replace(
        insured,
        symbol=(insured.symbol or "").translate(_FULL_WIDTH),
        number=f"00{insured.number}".translate(_FULL_WIDTH),
    )
    return build(casting, story, holder, membership, insured=insured)


def _branchless(casting: Casting) -> Persona:
    story = Story(
        "branch-left-out",
        Group.IDENTIFIERS,
        "Asked about without the branch",
        "枝番なしで照会",
        "Nobody else of that number has this birth date, so the branch is not needed.",
        "同じ記号・番号・生年月日の者がほかにいないため、枝番なしでも特定できる。",
    )
    holder = casting.holder(story.id, Sex.FEMALE, casting.years_from_now(-17))
    parent = casting.holder(f"{story.id}/parent", Sex.MALE, casting.years_from_now(-47))
    membership = dependant(casting, story.id, insured_name=parent.name)
    insured = replace(identifiers(holder, membership), branch=None)
    return build(casting, story, holder, membership, insured=insured)


def _twins(casting: Casting) -> Persona:
    story = Story(
        "twins",
        Group.IDENTIFIERS,
        "Twins behind one number",
        "双子（枝番なしでは複数該当）",
        "Two dependants with one number and one birth date: without the branch 複数該当, nobody is shown.",
        "番号と生年月日が同じ被扶養者が2人。枝番なしの照会では複数該当となり、誰も返らない。",
    )
    one = casting.holder(story.id, Sex.FEMALE, casting.years_from_now(-11))
    parent = casting.holder(f"{story.id}/parent", Sex.MALE, casting.years_from_now(-40))
    surname, _, _ = one.name.partition("\u3000")
    surname_kana, _, _ = (one.name_kana or "").partition("\u3000")
    other = replace(
        casting.holder(f"{story.id}/other", Sex.MALE, one.birthdate),
        name=f"{surname}\u3000双太",
        name_kana=f"{surname_kana}\u3000ソウタ",
    )
    membership = dependant(casting, story.id, insured_name=parent.name)
    others = replace(membership, coverage_id=casting.id_of(f"coverage/{story.id}/other"), branch="02")
    return build(
        casting,
        story,
        one,
        membership,
        by_number=QualificationValidity.AMBIGUOUS,
        insured=replace(identifiers(one, membership), branch=None),
        others=(Other(other, (others,)),),
    )


def _unknown(casting: Casting) -> Persona:
    holder = casting.holder("unknown-identifiers", Sex.FEMALE, casting.years_from_now(-50))
    return Persona(
        id="unknown-identifiers",
        group=Group.IDENTIFIERS,
        title="Nobody has these identifiers",
        title_ja="該当資格なし",
        situation="A number that no insurer has given to anybody, as after a typing error.",
        situation_ja="どの保険者にもない番号。入力誤りなど。",
        codes={
            **codes_of(QualificationValidity.NOT_FOUND),
            "ReferenceClassification": CheckMethod.INSURED_IDENTIFIER.code,
        },
        card=None,
        insured=identifiers(holder, employee(casting, "unknown-identifiers")),
        as_of=casting.today,
        expected=Expected(card=None, insured={"validity": "not_found"}),
        holder=None,
    )
