"""A clinic for tests of the eligibility service."""

from collections.abc import AsyncIterator

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from services.jpki.authority.rules.generations import Authority
from tests.clinic import Clinic, all_generations, clinic_at
from tests.worlds import TODAY, TestDatabase


@pytest.fixture(scope="session")
def authorities() -> dict[int, Authority]:
    return all_generations(TODAY)


@pytest.fixture(scope="session")
def card_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture
async def clinic(
    database: TestDatabase, authorities: dict[int, Authority], card_key: rsa.RSAPrivateKey
) -> AsyncIterator[Clinic]:
    async with clinic_at(database, authorities, card_key) as clinic:
        yield clinic
