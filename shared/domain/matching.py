"""Whether name, address, birth date and sex name the same person, and what had to be overlooked. Pure.

4情報突合 (``match``) tells field by field what agrees. 氏名等による照会 (``fits_fully``) shows a record to whoever
asks, so everything must agree that was asked and is on record. Where the record lacks something (no address, no kana, ●
in the name) the insurer must be asked as well, and agree. docs/decisions/0040 and 0050 have the reasons.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.domain.carried_text import as_carried
from shared.domain.codes import Sex
from shared.domain.comparison import Comparison, Step
from shared.domain.coverage import PersonRecord
from shared.domain.identifiers import InsurerNumber
from shared.domain.written_forms import compare_addresses, compare_kana, compare_names, has_substitute

Field = Literal["name", "address", "birthdate", "sex", "insurer"]


@dataclass(frozen=True, slots=True)
class Description:
    """A person as a municipality, its card counter or a reader describes them."""

    name: str
    birthdate: date
    sex: Sex
    name_kana: str | None = None
    address: str | None = None
    """None is not compared: three of the four then decide."""
    insurer_number: InsurerNumber | None = None
    """Decides, with the kana, where the record lacks an address or has ● in the name; without kana, with the name."""


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


def match(description: Description, record: PersonRecord, insurers: Collection[str] = ()) -> Match:
    """Compare a description with a person on record, who is or was insured at these ``insurers``."""
    is_vouched = _is_vouched(description, record, insurers)
    fields: dict[Field, Comparison] = {"name": _names(description, record)}
    if not fields["name"].agrees and lacks_characters(record):
        fields["name"] = Comparison(is_vouched, (Step.SUBSTITUTE,), compared=False)
    if description.address is not None:
        fields["address"] = _addresses(description.address, record)
        if not fields["address"].agrees and lacks_address(record):
            fields["address"] = Comparison(is_vouched, compared=False)
    fields["birthdate"] = Comparison(description.birthdate == record.birthdate)
    fields["sex"] = Comparison(Sex.UNSET in (description.sex, record.sex) or description.sex is record.sex)
    if description.insurer_number is not None:
        fields["insurer"] = Comparison(description.insurer_number in insurers)
    return Match(record.person_id, fields)


def fits_fully(description: Description, record: PersonRecord) -> bool:
    """Tell whether written name, kana, address, birth date and sex all agree, each of them asked.

    What is overlooked is the same as in ``match``. A ● counts only where the record has it, for whoever asks with one
    would fit too many. What the record lacks is made up for by the insurer, as long as the kana agree, or the written
    name where it lacks the kana.
    """
    asked_address = description.address
    if description.name_kana is None or asked_address is None:
        return False
    if description.birthdate != record.birthdate or description.sex is not record.sex:
        return False
    is_vouched = _is_vouched(description, record, {each.insurer.number for each in record.coverages})
    if not _kana_agree(description, record) and not is_vouched:
        return False
    agrees = not has_substitute(description.name) and any(each.agrees for each in _written_names(description, record))
    if not agrees and not (is_vouched and lacks_characters(record)):
        return False
    agrees = not has_substitute(asked_address) and _addresses(asked_address, record).agrees
    return agrees or (is_vouched and lacks_address(record))


def lacks_characters(record: PersonRecord) -> bool:
    """Tell whether a name on record leaves with ●: then it cannot be compared as written."""
    return any(has_substitute(as_carried(name)) for name in (record.name, record.name_other) if name is not None)


def lacks_kana(record: PersonRecord) -> bool:
    """Tell whether there are no kana of the name on record, or some with ●: then they cannot be compared in full."""
    kana = [name for name in (record.name_kana, record.name_other_kana) if name is not None]
    return record.name_kana is None or any(has_substitute(as_carried(name)) for name in kana)


def lacks_address(record: PersonRecord) -> bool:
    """Tell whether there is no address on record, or one with ●: then none can be compared."""
    return record.address is None or has_substitute(as_carried(record.address))


def _is_vouched(description: Description, record: PersonRecord, insurers: Collection[str]) -> bool:
    """Tell whether the insurer makes up for what the record lacks: kana, or else the written name, must agree too."""
    if description.insurer_number not in insurers:
        return False
    if _kana_agree(description, record):
        return True
    # Without kana a ● on record says too little of who it is.
    written = _written_names(description, record) if lacks_kana(record) else []
    return any(each.agrees and Step.SUBSTITUTE not in each.steps for each in written)


def _written_names(description: Description, record: PersonRecord) -> list[Comparison]:
    names = (record.name, record.name_other)
    return [compare_names(description.name, name) for name in names if name is not None]


def _addresses(asked: str, record: PersonRecord) -> Comparison:
    return Comparison(agrees=False) if record.address is None else compare_addresses(asked, record.address)


def _kana_agree(description: Description, record: PersonRecord) -> bool:
    kana = [name for name in (record.name_kana, record.name_other_kana) if name is not None]
    asked = description.name_kana
    return asked is not None and any(compare_kana(asked, name).agrees for name in kana)


def _names(description: Description, record: PersonRecord) -> Comparison:
    """Names agree as written, by 通称, or by kana: characters outside the set (外字) differ between registers."""
    written = _written_names(description, record)
    kana = [
        compare_kana(description.name_kana, name)
        for name in (record.name_kana, record.name_other_kana)
        if name is not None and description.name_kana is not None
    ]
    return next((comparison for comparison in (*written, *kana) if comparison.agrees), written[0])
