"""Cards of the mass in a file: each with the certificate that the simulated J-LIS issues, and the key that fits."""

import json
from base64 import b64decode
from datetime import date
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key

from shared.db.urls import for_asyncpg
from simulator.population.block import Nation
from simulator.population.card_export import CannotExport, export_cards
from simulator.population.institutions import institutions_of
from simulator.population.loading import Loading, load_nation
from tests.service.jpki.service import jpki_on
from tests.service.population.administering import administered
from tests.worlds import TestDatabase

DAY = date(2026, 11, 20)


def nothing(_done: int, _total: int) -> None:
    pass


async def certificate_of(jpki: httpx.AsyncClient, card_id: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((await jpki.get(f"/v1/cards/{card_id}/certificate")).content)


async def test_cards_are_exported_as_j_lis_would_issue_them(database: TestDatabase, tmp_path: Path) -> None:
    async with administered(database) as connection:
        await load_nation(connection, Loading(Nation(60, 3, DAY), institutions_of(3, 5)))
    file, told = tmp_path / "cards.ndjson", list[tuple[int, int]]()

    written = await export_cards(
        for_asyncpg(database.admin_url), 10, file, lambda done, total: told.append((done, total))
    )

    cards = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert (written, len(cards), told) == (10, 10, [(10, 10)])
    assert {card["institution_code"] for card in cards} <= {each.code for each in institutions_of(3, 5)}
    async with jpki_on(database, DAY) as jpki:
        for card in cards[:3]:
            certificate = x509.load_der_x509_certificate(b64decode(card["certificate"]))
            key = load_der_private_key(b64decode(card["private_key"]), None)
            assert isinstance(key, rsa.RSAPrivateKey)
            assert certificate == await certificate_of(jpki, card["card_id"])
            assert certificate.public_key() == key.public_key()


async def test_a_world_without_a_nation_has_no_cards_to_export(database: TestDatabase, tmp_path: Path) -> None:
    with pytest.raises(CannotExport, match="onshi load-data"):
        await export_cards(for_asyncpg(database.admin_url), 10, tmp_path / "cards.ndjson", nothing)
