"""A record as it leaves: ● for what the closed network cannot carry (外字). Pure."""

from dataclasses import replace

from shared.domain.carried_text import as_carried, carried_or_none, is_carried
from shared.domain.coverage import Coverage, PersonRecord


def as_it_leaves(person: PersonRecord, coverage: Coverage) -> tuple[PersonRecord, Coverage]:
    """Return both with every text as it leaves; nearly always they are what was given."""
    texts = (
        person.name,
        person.name_kana,
        person.name_other,
        person.name_other_kana,
        person.address,
        coverage.symbol,
        coverage.number,
        coverage.insured_name,
        coverage.insurer.name,
    )
    if is_carried("".join(text for text in texts if text is not None)):
        return person, coverage
    return (
        replace(
            person,
            name=as_carried(person.name),
            name_kana=carried_or_none(person.name_kana),
            name_other=carried_or_none(person.name_other),
            name_other_kana=carried_or_none(person.name_other_kana),
            address=carried_or_none(person.address),
        ),
        replace(
            coverage,
            symbol=carried_or_none(coverage.symbol),
            number=as_carried(coverage.number),
            insured_name=carried_or_none(coverage.insured_name),
            insurer=replace(coverage.insurer, name=as_carried(coverage.insurer.name)),
        ),
    )
