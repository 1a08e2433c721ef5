"""A block as rows of the registry: persons, coverages and certificates, and what is published of them."""

from functools import cache

from shared.domain.name_keys import forms_of, key_of
from simulator.population.block import Block
from simulator.population.copying import NULL, Copy, or_null
from simulator.population.documents import documents_of
from simulator.population.draws import Draw
from simulator.population.ids import ids
from simulator.population.insurers import insurers
from simulator.population.published_tables import IDENTIFIERS, PERSONS
from simulator.population.texts import CoverTexts, PersonTexts

OWN_ID = "population"
"""The author of what is loaded."""


def person_rows(block: Block, persons: PersonTexts, covers: CoverTexts, at: str) -> list[Copy]:
    """Return the rows, recorded and published at the instant ``at``."""
    return [
        *_persons(block, persons, at),
        *_covers(block, persons, covers, at),
        *_published(block, persons, covers, at),
    ]


def certificate_rows(block: Block, covers: CoverTexts, at: str) -> list[Copy]:
    """Return the rows of the certificates that hang on a block's coverages."""
    held = block.certificates
    count = len(held.limits) + len(held.elderly) + len(held.diseases)
    versions = iter(ids(block.draws, Draw.CERTIFICATE_VERSION, count))
    end = f"{at}\t{OWN_ID}\n"
    common = "version_id certificate_id coverage_id"
    named = (
        ("limit_certificates", held.limits.values()),
        ("elderly_certificates", held.elderly.values()),
        ("specific_disease_certificates", held.diseases.values()),
    )
    names = [
        Copy.of(f"registry.{table}", "certificate_id", [f"{each.certificate_id}\n" for each in certificates])
        for table, certificates in named
    ]
    return [
        *names,
        Copy.of(
            "registry.limit_certificate_versions",
            f"{common} kind category issued_on valid_from valid_to recorded_at recorded_by",
            [
                f"{next(versions)}\t{each.certificate_id}\t{covers.ids[row]}\t{each.kind.value}\t{each.category.value}\t"
                f"{each.issued_on}\t{each.valid_from}\t{each.valid_to}\t{end}"
                for row, each in held.limits.items()
            ],
        ),
        Copy.of(
            "registry.elderly_certificate_versions",
            f"{common} issued_on valid_from valid_to share_percent recorded_at recorded_by",
            [
                f"{next(versions)}\t{each.certificate_id}\t{covers.ids[row]}\t"
                f"{each.issued_on}\t{each.valid_from}\t{each.valid_to}\t{each.share_percent}\t{end}"
                for row, each in held.elderly.items()
            ],
        ),
        Copy.of(
            "registry.specific_disease_certificate_versions",
            f"{common} disease issued_on valid_from copay_limit_yen recorded_at recorded_by",
            [
                f"{next(versions)}\t{each.certificate_id}\t{covers.ids[row]}\t{each.disease.value}\t"
                f"{each.issued_on}\t{each.valid_from}\t{each.copay_limit_yen}\t{end}"
                for row, each in held.diseases.items()
            ],
        ),
    ]


def _persons(block: Block, persons: PersonTexts, at: str) -> list[Copy]:
    end = f"f\tf\t{at}\t{OWN_ID}\n"
    versions = ids(block.draws, Draw.PERSON_VERSION, len(persons.ids))
    columns = (
        versions,
        persons.ids,
        persons.names,
        persons.kana,
        persons.sexes,
        persons.birthdates,
        persons.postal_codes,
        persons.addresses,
    )
    return [
        Copy.of("registry.persons", "person_id changed_at", [f"{person_id}\t{at}\n" for person_id in persons.ids]),
        Copy.of(
            "registry.person_versions",
            "version_id person_id name name_kana sex birthdate postal_code address "
            "address_hidden self_information_blocked recorded_at recorded_by",
            ["\t".join((*row, end)) for row in zip(*columns, strict=True)],
        ),
        Copy.of("registry.person_name_keys", "name_key person_id", _name_keys(persons)),
    ]


def _name_keys(persons: PersonTexts) -> list[str]:
    """Return the rows by which the registry looks persons up."""
    columns = (persons.ids, persons.birthdates, persons.names, persons.kana)
    return [
        f"{key_of(birthdate, form)}\t{person_id}\n"
        for person_id, birthdate, name, kana in zip(*columns, strict=True)
        for form in _forms(name, kana)
    ]


@cache
def _forms(name: str, kana: str) -> tuple[str, ...]:
    """Return a name's forms: a nation has few names."""
    return tuple(forms_of([name], [kana]))


def _covers(block: Block, persons: PersonTexts, covers: CoverTexts, at: str) -> list[Copy]:
    end = f"f\tf\t{at}\t{OWN_ID}\n"
    insurer = [each.number for each in insurers().all]
    columns = (
        ids(block.draws, Draw.COVERAGE_VERSION, len(covers.ids)),
        covers.ids,
        [persons.ids[place] for place in block.covers.persons.tolist()],
        [insurer[of] for of in covers.insurers],
        or_null(covers.symbols),
        covers.symbols,
        covers.numbers,
        [number.lstrip("0") for number in covers.numbers],
        or_null(covers.branches),
        covers.relationships,
        covers.acquired,
        or_null(covers.lost),
        or_null(covers.reasons),
        covers.kinds,
        or_null(covers.insured_names),
        [f"{share}" if share else NULL for share in covers.shares],
    )
    return [
        Copy.of("registry.coverages", "coverage_id", [f"{coverage_id}\n" for coverage_id in covers.ids]),
        Copy.of(
            "registry.coverage_versions",
            "version_id coverage_id person_id insurer_number symbol symbol_folded number number_folded branch "
            "relationship acquired_on lost_on loss_reason card_kind insured_name share_percent voluntary accepted_late "
            "recorded_at recorded_by",
            ["\t".join((*row, end)) for row in zip(*columns, strict=True)],
        ),
    ]


def _published(block: Block, persons: PersonTexts, covers: CoverTexts, at: str) -> list[Copy]:
    insurer = [each.number for each in insurers().all]
    documents = documents_of(block, persons, covers)
    versions = ids(block.draws, Draw.PUBLISHED_VERSION, len(persons.ids))
    found_by = (
        [insurer[of] for of in covers.insurers],
        covers.numbers,
        covers.symbols,
        covers.ids,
        or_null(covers.branches),
        block.covers.persons.tolist(),
    )
    return [
        Copy.of(
            PERSONS,
            "person_id version_id document address_hidden self_information_blocked known_from",
            [
                f"{person_id}\t{version_id}\t{document}\tf\tf\t{at}\n"
                for person_id, version_id, document in zip(persons.ids, versions, documents, strict=True)
            ],
        ),
        Copy.of(
            IDENTIFIERS,
            "insurer_number number symbol coverage_id branch birthdate person_id known_from",
            [
                f"{number_of}\t{number.lstrip('0')}\t{symbol}\t{coverage_id}\t{branch}\t{persons.birthdates[whose]}\t"
                f"{persons.ids[whose]}\t{at}\n"
                for number_of, number, symbol, coverage_id, branch, whose in zip(*found_by, strict=True)
            ],
        ),
    ]
