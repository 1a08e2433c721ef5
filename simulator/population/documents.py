"""What the registry publishes of each person: the record that a check reads, as shared/domain/coverage.py encodes it.

It is put together as text, member by member in the order of ``PersonRecord``: encoded one by one, a million records
would take as long as all the rest.
"""

import msgspec

from simulator.population.block import Block
from simulator.population.days import day_of
from simulator.population.insurers import insurers
from simulator.population.schemes import Membership
from simulator.population.texts import CoverTexts, PersonTexts

_NULL = "null"
_LATE_ELDERLY_AGE = 75
_SPLIT_WITH = frozenset({Membership.KYOKAI_DEPENDANT, Membership.SOCIETY_DEPENDANT, Membership.MUTUAL_AID_DEPENDANT})


def documents_of(block: Block, persons: PersonTexts, covers: CoverTexts) -> list[str]:
    """Return the documents of a block's persons."""
    written = _covers(block, covers)
    columns = (
        persons.ids,
        persons.names,
        persons.kana,
        persons.sexes,
        persons.birthdates,
        persons.postal_codes,
        persons.addresses,
        covers.starts[:-1],
        covers.starts[1:],
    )
    return [
        f'{{"person_id":"{person_id}","name":"{name}","name_kana":"{kana}","sex":"{sex}","birthdate":"{birthdate}",'
        f'"name_other":null,"name_other_kana":null,"sex2":null,"postal_code":"{postal_code}","address":"{address}",'
        f'"address_hidden":false,"self_information_blocked":false,"coverages":[{",".join(written[start:end])}]}}'
        for person_id, name, kana, sex, birthdate, postal_code, address, start, end in zip(*columns, strict=True)
    ]


def _covers(block: Block, covers: CoverTexts) -> list[str]:
    insurer = [_encoded(each) for each in insurers().all]
    certificates = block.certificates
    limits = {row: _encoded(each) for row, each in certificates.limits.items()}
    elderly = {row: _encoded(each) for row, each in certificates.elderly.items()}
    diseases = {row: _encoded(each) for row, each in certificates.diseases.items()}
    columns = (
        range(len(covers.ids)),
        covers.ids,
        covers.insurers,
        covers.symbols,
        covers.numbers,
        covers.branches,
        covers.relationships,
        covers.acquired,
        covers.lost,
        covers.reasons,
        covers.kinds,
        covers.insured_names,
        covers.shares,
        months_of_split(block, covers),
    )
    return [
        f'{{"coverage_id":"{coverage_id}","insurer":{insurer[of]},"symbol":{_text(symbol)},"number":"{number}",'
        f'"branch":{_text(branch)},"relationship":"{relationship}","acquired_on":"{acquired}","lost_on":{_text(lost)},'
        f'"loss_reason":{_text(reason)},"card_kind":"{kind}","issued_on":null,"valid_from":null,"valid_to":null,'
        f'"insured_name":{_text(insured_name)},"share_percent":{share or _NULL},'
        f'"limit_certificates":[{limits.get(row, "")}],"elderly_certificates":[{elderly.get(row, "")}],'
        f'"specific_disease_certificates":[{diseases.get(row, "")}],"medical_tickets":[],'
        f'"insured_turns_75_in":{_text(month)}}}'
        for (
            row,
            coverage_id,
            of,
            symbol,
            number,
            branch,
            relationship,
            acquired,
            lost,
            reason,
            kind,
            insured_name,
            share,
            month,
        ) in zip(*columns, strict=True)
    ]


def months_of_split(block: Block, covers: CoverTexts) -> list[str]:
    """Return of dependants whose cover goes on the month in which the insured person turns 75, not on its first.

    As services/registry/person_records/rules/insured_turning_75.py has it for one.
    """
    births = block.families.persons.birthdates.tolist()
    columns = (covers.are_family.tolist(), covers.lost, block.covers.memberships.tolist(), covers.heads.tolist())
    return [
        _month_of_75(births[head]) if is_family and not lost and membership in _SPLIT_WITH else ""
        for is_family, lost, membership, head in zip(*columns, strict=True)
    ]


def _month_of_75(birthdate: int) -> str:
    born = day_of(birthdate)
    # Of 29 February it is 1 March in a common year, and every 75th year after a leap year is one.
    is_first = born.day == 1 or (born.month, born.day) == (2, 29)
    return "" if is_first else f"{born.year + _LATE_ELDERLY_AGE:04}-{born.month:02}"


def _text(text: str) -> str:
    return f'"{text}"' if text else _NULL


def _encoded(thing: object) -> str:
    return msgspec.json.encode(thing).decode()
