"""A block as text, column by column: what its lines and its rows in tables are put together from.

No text holds a quotation mark, a backslash or a control character, so each stands in JSON as it is.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from shared.domain.codes import CardKind
from simulator.population.block import Block
from simulator.population.covers import REASONS
from simulator.population.days import NEVER, written
from simulator.population.draws import Bools, Draw, Ints
from simulator.population.ids import ids
from simulator.population.insurers import insurers
from simulator.population.numbers import numbers_of
from simulator.population.schemes import Membership

_REASONS = np.array([*(reason.value for reason in REASONS), ""], dtype=object)
"""As they are filed; empty behind them."""
_KINDS = np.array([CardKind.GENERAL.value, CardKind.MEDICAL_ASSISTANCE.value], dtype=object)
_ALONE = (Membership.LATE_ELDERLY, Membership.ASSISTANCE, Membership.SEAMAN, Membership.DAY_LABOURER)


@dataclass(frozen=True, slots=True)
class PersonTexts:
    """One entry a person."""

    ids: list[str]
    names: list[str]
    kana: list[str]
    sexes: list[str]
    birthdates: list[str]
    postal_codes: list[str]
    addresses: list[str]


@dataclass(frozen=True, slots=True)
class CoverTexts:
    """One entry a coverage, in the order of ``Covers``; empty where there is nothing."""

    ids: list[str]
    insurers: list[int]
    symbols: list[str]
    numbers: list[str]
    branches: list[str]
    relationships: list[str]
    acquired: list[str]
    lost: list[str]
    reasons: list[str]
    kinds: list[str]
    insured_names: list[str]
    """Of members of a family: its head's."""
    heads: Ints
    """The place of the family's head in the block."""
    are_family: Bools
    shares: list[int]
    starts: list[int]
    """By person: where their coverages begin; one more at the end."""


def person_texts(block: Block) -> PersonTexts:
    """Return a block's persons."""
    families, households = block.families, block.households
    persons, of = families.persons, families.families
    return PersonTexts(
        ids=ids(block.draws, Draw.PERSON_ID, len(persons)),
        names=households.names.tolist(),
        kana=households.kana.tolist(),
        sexes=["female" if is_woman else "male" for is_woman in persons.are_women.tolist()],
        birthdates=written(persons.birthdates, block.nation.today),
        postal_codes=households.postal_codes[of].tolist(),
        addresses=households.addresses[of].tolist(),
    )


def cover_texts(block: Block) -> CoverTexts:
    """Return a block's coverages."""
    families, covers, today = block.families, block.covers, block.nation.today
    numbers = numbers_of(block.number, families, block.households, covers)
    heads = families.heads[families.families[covers.persons]]
    are_family = (families.ranks[covers.persons] > 0) & ~np.isin(covers.memberships, _ALONE)
    is_lost = covers.lost != NEVER
    return CoverTexts(
        ids=ids(block.draws, Draw.COVERAGE_ID, len(covers)),
        insurers=covers.insurers.tolist(),
        symbols=numbers.symbols,
        numbers=numbers.numbers,
        branches=numbers.branches,
        relationships=["family" if is_family else "self" for is_family in are_family.tolist()],
        acquired=written(covers.acquired, today),
        lost=written(covers.lost, today),
        reasons=_REASONS[np.where(is_lost, covers.reasons, len(REASONS))].tolist(),
        kinds=_KINDS[(covers.memberships == Membership.ASSISTANCE).astype(np.int64)].tolist(),
        insured_names=np.where(are_family, block.households.names[heads], "").tolist(),
        heads=heads,
        are_family=are_family,
        shares=block.certificates.share_percent.tolist(),
        starts=np.searchsorted(covers.persons, np.arange(len(families.persons) + 1)).tolist(),
    )


@cache
def insurer_members() -> list[str]:
    """Return the members of a coverage in JSON that name each of the nation's insurers."""
    return [f'"insurer_number":"{each.number}","insurer_name":"{each.name}"' for each in insurers().all]
