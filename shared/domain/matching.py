"""Whether name, address, birth date and sex name the same person, and what had to be overlooked. Pure.

4情報突合 (``match``) tells field by field what agrees. 氏名等による照会 (``fits_fully``) shows a record to whoever
asks, so everything must agree that was asked. docs/decisions/0040 has the reasons.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.domain.codes import Sex
from shared.domain.comparison import Comparison
from shared.domain.coverage import PersonRecord
from shared.domain.written_forms import (
    compare_addresses,
    compare_kana,
    compare_names,
    has_substitute,
)

Field = Literal["name", "address", "birthdate", "sex"]


@dataclass(frozen=True, slots=True)
class Description:
    """A person as a municipality, its card counter or a reader describes them."""

    name: str
    birthdate: date
    sex: Sex
    name_kana: str | None = None
    address: str | None = None
    """None is not compared: three of the four then decide."""


@dataclass(frozen=True, slots=True)
class Match:
    """How a description and a person on record compare, field by field."""

    person_id: str
    fields: dict[Field, Comparison]

    @property
    def is_full(self) -> bool:
        """Whether all that was asked agrees."""
        return all(comparison.agrees for comparison in self.fields.values())

    @property
    def differs(self) -> list[Field]:
        """What does not agree."""
        return [field for field, comparison in self.fields.items() if not comparison.agrees]


def match(description: Description, record: PersonRecord) -> Match:
    """Compare a description with a person on record."""
    fields: dict[Field, Comparison] = {"name": _names(description, record)}
    if description.address is not None:
        fields["address"] = compare_addresses(description.address, record.address or "")
    fields["birthdate"] = Comparison(description.birthdate == record.birthdate)
    fields["sex"] = Comparison(Sex.UNSET in (description.sex, record.sex) or description.sex is record.sex)
    return Match(record.person_id, fields)


def fits_fully(description: Description, record: PersonRecord) -> bool:
    """Tell whether written name, kana, address, birth date and sex all agree, each of them asked and on record.

    Widths, variants (髙橋, 高橋), small kana and ways to write 番地 are overlooked as in ``match``; a ● only where the
    record has it, for whoever asks with one would fit too many.
    """
    if description.name_kana is None or description.address is None or record.address is None:
        return False
    if has_substitute(description.name) or has_substitute(description.address):
        return False
    names = [name for name in (record.name, record.name_other) if name is not None]
    kana = [name for name in (record.name_kana, record.name_other_kana) if name is not None]
    return (
        description.birthdate == record.birthdate
        and description.sex is record.sex
        and any(compare_names(description.name, name).agrees for name in names)
        and any(compare_kana(description.name_kana, name).agrees for name in kana)
        and compare_addresses(description.address, record.address).agrees
    )


def _names(description: Description, record: PersonRecord) -> Comparison:
    """Names agree as written, by 通称, or by kana: characters outside the set (外字) differ between registers."""
    written = [compare_names(description.name, name) for name in (record.name, record.name_other) if name is not None]
    kana = [
        compare_kana(description.name_kana, name)
        for name in (record.name_kana, record.name_other_kana)
        if name is not None and description.name_kana is not None
    ]
    return next((comparison for comparison in (*written, *kana) if comparison.agrees), written[0])
