"""A block as lines of an import (NDJSON): one a person, with coverages, certificates and card."""

from hashlib import sha1
from itertools import count

import msgspec

from shared.domain.coverage import ElderlyCertificate, LimitCertificate, SpecificDiseaseCertificate
from shared.domain.my_number import may_be_my_number
from simulator.population.block import Block
from simulator.population.cards import CHANNELS
from simulator.population.certificates import Certificates
from simulator.population.texts import CoverTexts, cover_texts, insurer_members, person_texts


def lines_of(block: Block) -> bytes:
    """Return the lines of a block, each with its end."""
    covers = cover_texts(block)
    written = _covers(covers, certificates_written(block.certificates))
    persons = person_texts(block)
    starts = covers.starts
    columns = (
        persons.ids,
        persons.names,
        persons.kana,
        persons.sexes,
        persons.birthdates,
        persons.postal_codes,
        persons.addresses,
        starts[:-1],
        starts[1:],
        _cards(block),
    )
    return "".join(
        [
            f'{{"person":{{"person_id":"{person_id}","name":"{name}","name_kana":"{kana}","sex":"{sex}",'
            f'"birthdate":"{birthdate}","postal_code":"{postal_code}","address":"{address}"}},'
            f'"coverages":[{",".join(written[start:end])}],"card":{card}}}\n'
            for person_id, name, kana, sex, birthdate, postal_code, address, start, end, card in zip(
                *columns, strict=True
            )
        ]
    ).encode()


def certificates_written(certificates: Certificates) -> dict[int, str]:
    """Return by coverage the members of its JSON that hold its certificates, each with a comma in front."""
    found: dict[int, str] = {}
    for name, held in _kinds(certificates):
        for row, certificate in held.items():
            text = msgspec.json.encode(certificate).decode()
            found[row] = f'{found.get(row, "")},"{name}":[{text}]'
    return found


def authority_key_id(seed: int) -> str:
    """Return the key identifier, hexadecimal, of an authority that exists nowhere: the cards in lines are of it."""
    made = (sha1(f"onshi population {seed}/{again}".encode(), usedforsecurity=False).hexdigest() for again in count())
    return next(each for each in made if not may_be_my_number(each))


def _kinds(
    certificates: Certificates,
) -> tuple[
    tuple[str, dict[int, LimitCertificate]],
    tuple[str, dict[int, ElderlyCertificate]],
    tuple[str, dict[int, SpecificDiseaseCertificate]],
]:
    return (
        ("limit_certificates", certificates.limits),
        ("elderly_certificates", certificates.elderly),
        ("specific_disease_certificates", certificates.diseases),
    )


def _covers(covers: CoverTexts, certificates: dict[int, str]) -> list[str]:
    insurer = insurer_members()
    columns = (
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
        range(len(covers.ids)),
    )
    return [
        f'{{"coverage_id":"{coverage_id}",{insurer[of]}'
        + (f',"symbol":"{symbol}","number":"{number}","branch":"{branch}"' if symbol else f',"number":"{number}"')
        + f',"relationship":"{relationship}","acquired_on":"{acquired}"'
        + (f',"lost_on":"{lost}","loss_reason":"{reason}"' if lost else "")
        + f',"card_kind":"{kind}"'
        + (f',"insured_name":"{insured_name}"' if insured_name else "")
        + (f',"share_percent":{share}' if share else "")
        + certificates.get(row, "")
        + "}"
        for (
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
            row,
        ) in zip(*columns, strict=True)
    ]


def _cards(block: Block) -> list[str]:
    cards, authority = block.cards, authority_key_id(block.nation.seed)
    ends = [f'","channel":"{channel}"}}' for channel, _ in CHANNELS]
    columns = (cards.are_registered.tolist(), cards.serials.tolist(), cards.channels.tolist())
    return [
        f'{{"authority_key_id":"{authority}","serial_number":"{serial:08x}{ends[channel]}' if is_registered else "null"
        for is_registered, serial, channel in zip(*columns, strict=True)
    ]
