"""What a world holds besides people: insurers, institutions with their clients, authorities, shared keys, as rows."""

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from services.jpki.authority.rules.generations import FIRST_LEAF_SERIAL, GENERATIONS, Authority, make_authority
from services.jpki.authority.rules.keys import PrivateKey
from services.jpki.authority.rules.profile import CaKind
from simulator.population.card_rows import Issuer
from simulator.population.copying import Copy, octets
from simulator.population.exported_cards import Signers
from simulator.population.institutions import NationsInstitution
from simulator.population.insurers import insurers
from simulator.population.person_rows import OWN_ID
from simulator.population.published_tables import INSTITUTIONS, ROOTS

_ISSUING = 3
"""The generation that issues the cards of the mass: the newest of a fresh world."""


def make_authorities(today: date) -> list[Authority]:
    """Make the authorities of a world whose first day is ``today``, with fresh keys."""
    return [make_authority(generation, today, kind) for kind in CaKind for generation in GENERATIONS]


def issuing_among(authorities: Iterable[Authority]) -> Authority:
    """Return the authority that issues the cards of the mass."""
    return next(each for each in authorities if each.kind is CaKind.AUTHENTICATION and each.generation == _ISSUING)


def issuer_of(authority: Authority) -> Issuer:
    """Return what rows of cards say of their issuer."""
    return Issuer(authority.generation, authority.key_id.hex(), authority.last_day)


def signers_of(authority: Authority, keys: Sequence[rsa.RSAPrivateKey]) -> Signers:
    """Return what signs for the cards of the mass."""
    certificate = authority.certificate.public_bytes(Encoding.DER)
    return Signers(authority.generation, certificate, _der(authority.private_key), tuple(map(_der, keys)))


def authority_rows(authorities: Sequence[Authority], cards: int, at: str) -> list[Copy]:
    """Return the authorities, which have given serial numbers to ``cards`` cards, and their roots as trusted ones."""
    return [
        Copy.of(
            "jpki.authorities",
            "kind generation certificate private_key last_serial",
            [
                f"{each.kind.value}\t{each.generation}\t{octets(each.certificate.public_bytes(Encoding.DER).hex())}\t"
                f"{octets(_der(each.private_key).hex())}\t{_last_serial(each, cards)}\n"
                for each in authorities
            ],
        ),
        Copy.of(
            ROOTS,
            "authority_key_id certificate known_from",
            [
                f"{octets(each.key_id.hex())}\t{octets(each.certificate.public_bytes(Encoding.DER).hex())}\t{at}\n"
                for each in authorities
            ],
        ),
    ]


def shared_key_rows(keys: Sequence[rsa.RSAPrivateKey]) -> Copy:
    """Return the keys that the cards of the mass share."""
    rows = [f"{number}\t{octets(_der(key).hex())}\n" for number, key in enumerate(keys)]
    return Copy.of("jpki.shared_keys", "number private_key", rows)


def insurer_rows(versions: Sequence[str], at: str) -> list[Copy]:
    """Return the nation's insurers; ``versions`` are as many ids."""
    found = insurers().all
    return [
        Copy.of("registry.insurers", "insurer_number changed_at", [f"{each.number}\t{at}\n" for each in found]),
        Copy.of(
            "registry.insurer_versions",
            "version_id insurer_number name kind recorded_at recorded_by",
            [
                f"{version}\t{each.number}\t{each.name}\t{each.kind.value}\t{at}\t{OWN_ID}\n"
                for version, each in zip(versions, found, strict=True)
            ],
        ),
    ]


def institution_rows(found: Sequence[NationsInstitution], versions: Sequence[str], at: str) -> list[Copy]:
    """Return institutions and their clients; ``versions`` are twice as many ids."""
    together = list(zip(found, versions[: len(found)], versions[len(found) :], strict=True))
    return [
        Copy.of("registry.institutions", "institution_code changed_at", [f"{each.code}\t{at}\n" for each in found]),
        Copy.of(
            "registry.institution_versions",
            "version_id institution_code name role recorded_at recorded_by",
            [
                f"{version}\t{each.code}\t{each.name}\t{each.role.value}\t{at}\t{OWN_ID}\n"
                for each, version, _ in together
            ],
        ),
        Copy.of(
            INSTITUTIONS,
            "institution_code name role known_from",
            [f"{each.code}\t{each.name}\t{each.role.value}\t{at}\n" for each in found],
        ),
        Copy.of("registry.clients", "client_id changed_at", [f"{each.client_id}\t{at}\n" for each in found]),
        Copy.of(
            "registry.client_versions",
            "version_id client_id role secret_sha256 institution_codes recorded_at recorded_by",
            [
                f"{version}\t{each.client_id}\t{each.role.value}\t"
                f"{octets(sha256(each.client_secret.encode()).hexdigest())}\t{{{each.code}}}\t{at}\t{OWN_ID}\n"
                for each, _, version in together
            ],
        ),
    ]


def _last_serial(authority: Authority, cards: int) -> int:
    is_issuer = authority.kind is CaKind.AUTHENTICATION and authority.generation == _ISSUING
    return FIRST_LEAF_SERIAL - 1 + (cards if is_issuer else 0)


def _der(key: PrivateKey) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
