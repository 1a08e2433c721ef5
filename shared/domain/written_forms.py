"""Names, kana and addresses as two registers write them differently, and what is overlooked in comparing. Pure.

Every step that had to be taken is named, so that an answer can say on what it rests.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from shared.domain.address_forms import fold_house_number, fold_place
from shared.domain.address_parts import left_out
from shared.domain.comparison import Comparison, Step
from shared.domain.kana import fold_kana, with_joined_marks
from shared.domain.latin_names import compare_latin_names, is_latin
from shared.domain.variants import fold_variants

_Folding = tuple[Step, Callable[[str], str]]
_BLANKS: Final = re.compile(r"[\s・･·‧,，、､\u180e\u200b-\u200f\u2060\ufeff]+")
_SUBSTITUTE: Final = re.compile("[●〓■□\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]")
"""What systems show for 外字, and the private-use characters by which they keep them."""
_REPEATED: Final = re.compile("(.)[々〻]")


def compare_names(one: str, other: str) -> Comparison:
    """Compare two written names."""
    comparison = _compare(one, other, _NAME_STEPS)
    if comparison.agrees:
        return comparison
    folded = [_fold(text, _NAME_STEPS) for text in (one, other)]
    if _same_but_for_substitutes(*folded):
        return Comparison(agrees=True, steps=(*comparison.steps, Step.SUBSTITUTE))
    if is_latin(one) and is_latin(other):
        latin = compare_latin_names(one, other)
        return Comparison(latin.agrees, (*comparison.steps, *latin.steps))
    return comparison


def compare_kana(one: str, other: str) -> Comparison:
    """Compare two names in kana, or in Latin letters where a register has them in place of kana."""
    comparison = _compare(one, other, _KANA_STEPS)
    if not comparison.agrees and is_latin(one) and is_latin(other):
        latin = compare_latin_names(one, other)
        return Comparison(latin.agrees, (*comparison.steps, *latin.steps))
    return comparison


def search_form(text: str) -> str:
    """Return ``text`` as it is searched for in names: whatever ``compare_names`` overlooks is gone."""
    return _fold(text, _NAME_STEPS)


def kana_form(text: str) -> str:
    """Return a name in kana without whatever ``compare_kana`` overlooks, but for names in Latin letters."""
    return _fold(text, _KANA_STEPS)


def has_substitute(text: str) -> bool:
    """Tell whether a character of it stands for one outside the set (外字)."""
    return _SUBSTITUTE.search(text) is not None


def compare_addresses(one: str, other: str) -> Comparison:
    """Compare two addresses; prefecture, 郡, Kyoto's street and the building may be left out by one of them."""
    comparison = _compare(one, other, _ADDRESS_STEPS)
    if comparison.agrees:
        return comparison
    left = left_out(*(_fold(text, _ADDRESS_STEPS) for text in (one, other)))
    return comparison if left is None else Comparison(agrees=True, steps=(*comparison.steps, *left))


def _compare(one: str, other: str, foldings: Sequence[_Folding]) -> Comparison:
    steps = []
    for step, fold in foldings:
        if one == other:
            break
        before, (one, other) = (one, other), (fold(one), fold(other))
        if before != (one, other):
            steps.append(step)
    return Comparison(one == other, tuple(steps))


def _fold(text: str, foldings: Sequence[_Folding]) -> str:
    for _, fold in foldings:
        text = fold(text)
    return text


def _same_but_for_substitutes(one: str, other: str) -> bool:
    return len(one) == len(other) and all(
        left == right or has_substitute(left + right) for left, right in zip(one, other, strict=True)
    )


def _without_blanks(text: str) -> str:
    return _BLANKS.sub("", text)


def _one_variant(text: str) -> str:
    return _REPEATED.sub(r"\1\1", fold_variants(text))


_NAME_STEPS: Sequence[_Folding] = (
    (Step.BLANKS, _without_blanks),
    (Step.VARIANTS, _one_variant),
    (Step.WIDTH, with_joined_marks),
    (Step.CASE, str.upper),
    (Step.KANA, fold_kana),
)
_KANA_STEPS: Sequence[_Folding] = (
    (Step.BLANKS, _without_blanks),
    (Step.WIDTH, with_joined_marks),
    (Step.CASE, str.upper),
    (Step.KANA, fold_kana),
)
_ADDRESS_STEPS: Sequence[_Folding] = (
    (Step.BLANKS, _without_blanks),
    (Step.VARIANTS, _one_variant),
    (Step.WIDTH, with_joined_marks),
    (Step.CASE, str.upper),
    (Step.HOUSE_NUMBER, fold_house_number),
    (Step.PLACE_KANA, fold_place),
)
