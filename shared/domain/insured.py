"""被保険者番号等: the identifiers that stand on a 資格確認書, as they are written and as they are looked up.

Two forms of the same five: ``WrittenIdentifiers`` are texts as somebody typed or sent them, ``InsuredIdentifiers`` are
folded. Both hide all five when they are shown in a log or a traceback: together they name a person.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from typing import Protocol, Self, TypeVar

from shared.domain.days import OUT_OF_RANGE, is_within_range
from shared.domain.identifiers import (
    BranchNumber,
    InsuredNumber,
    InsuredSymbol,
    InsurerNumber,
    InvalidIdentifier,
    fold_number,
    parse_branch,
    parse_insurer_number,
    symbol_at,
)
from shared.domain.my_number import may_be_my_number_as_identifier
from shared.domain.not_acceptable import NotAcceptable
from shared.errors import Violation

Parsed = TypeVar("Parsed")


@dataclass(frozen=True, slots=True, order=True)
class FamilyIdentifiers:
    """保険者番号, 記号 and 番号, folded: what an insured person and their dependants share."""

    insurer_number: InsurerNumber = field(repr=False)
    symbol: InsuredSymbol = field(repr=False)
    number: InsuredNumber = field(repr=False)

    @classmethod
    def folded(cls, insurer_number: str, symbol: str | None, number: str) -> Self:
        """Return the three as they are looked up; raises InvalidIdentifier."""
        return cls(*_folded(insurer_number, symbol, number))


@lru_cache(maxsize=4096)
def _folded(insurer_number: str, symbol: str | None, number: str) -> tuple[InsurerNumber, InsuredSymbol, InsuredNumber]:
    # A coverage is asked for its family many times while it is judged.
    canonical = parse_insurer_number(insurer_number)
    return canonical, symbol_at(canonical, symbol), fold_number(number)


@dataclass(frozen=True, slots=True)
class InsuredIdentifiers:
    """The five identifiers as they are looked up."""

    insurer_number: InsurerNumber = field(repr=False)
    symbol: InsuredSymbol = field(repr=False)
    number: InsuredNumber = field(repr=False)
    branch: BranchNumber | None = field(repr=False)
    """None fits every branch."""
    birthdate: date = field(repr=False)

    @property
    def family(self) -> FamilyIdentifiers:
        """What the person shares with their family."""
        return FamilyIdentifiers(self.insurer_number, self.symbol, self.number)


@dataclass(frozen=True, slots=True)
class MemberIdentifiers:
    """Four of the five, as they are looked up: 照会番号登録 and 薬剤情報 by message name no birthdate."""

    insurer_number: InsurerNumber = field(repr=False)
    symbol: InsuredSymbol = field(repr=False)
    number: InsuredNumber = field(repr=False)
    branch: BranchNumber | None = field(repr=False)
    """None fits every branch."""


class InvalidIdentifiers(ValueError):
    """Some of the five cannot be what they should be; ``by_field`` says of each why."""

    def __init__(self, by_field: dict[str, NotAcceptable]) -> None:
        super().__init__(", ".join(by_field))
        self.by_field = by_field

    def violations(self, pointer: str) -> list[Violation]:
        """Return what is wrong, of identifiers that stand at ``pointer`` in a body."""
        return [
            Violation(f"{pointer}/{name}", "invalid", error.message, error.message_ja)
            for name, error in self.by_field.items()
        ]


class HasIdentifiers(Protocol):
    """A body or a record with the five as members."""

    @property
    def insurer_number(self) -> str:
        """保険者番号."""

    @property
    def symbol(self) -> str | None:
        """被保険者証記号."""

    @property
    def number(self) -> str:
        """被保険者証番号."""

    @property
    def branch(self) -> str | None:
        """被保険者証枝番."""

    @property
    def birthdate(self) -> date:
        """生年月日."""


@dataclass(frozen=True, slots=True)
class WrittenIdentifiers:
    """The five identifiers as they are written: in any width, with blanks, hyphens and zeros in front."""

    insurer_number: str = field(repr=False)
    symbol: str | None = field(repr=False)
    number: str = field(repr=False)
    branch: str | None = field(repr=False)
    birthdate: date = field(repr=False)

    @classmethod
    def of(cls, named: HasIdentifiers) -> Self:
        """Return the identifiers that a body or a record names."""
        return cls(named.insurer_number, named.symbol, named.number, named.branch, named.birthdate)

    def may_be_my_numbers(self) -> list[str]:
        """Return the fields whose text may be a My Number."""
        texts = {
            "insurer_number": self.insurer_number,
            "symbol": self.symbol,
            "number": self.number,
            "branch": self.branch,
        }
        return [name for name, text in texts.items() if text and may_be_my_number_as_identifier(text)]

    def folded(self) -> InsuredIdentifiers:
        """Return the identifiers as they are looked up; raises InvalidIdentifiers naming all that are wrong."""
        wrong: dict[str, NotAcceptable] = {}

        def parse(name: str, parser: Callable[[str], Parsed], text: str | None) -> Parsed | None:
            try:
                return parser(text or "")
            except InvalidIdentifier as error:
                wrong[name] = error
                return None

        insurer_number = parse("insurer_number", parse_insurer_number, self.insurer_number)
        symbol = parse("symbol", partial(symbol_at, insurer_number), self.symbol)
        number = parse("number", fold_number, self.number)
        branch = parse("branch", parse_branch, self.branch)
        if not is_within_range(self.birthdate):
            wrong["birthdate"] = NotAcceptable(*OUT_OF_RANGE)
        if wrong or insurer_number is None or symbol is None or number is None:
            raise InvalidIdentifiers(wrong)
        return InsuredIdentifiers(insurer_number, symbol, number, branch, self.birthdate)
