"""Both services for the tests of consents."""

from collections.abc import AsyncIterator

import pytest

from tests.clinic import Clinic
from tests.service.consent.office import Office, office_beside
from tests.worlds import TestDatabase


@pytest.fixture
async def office(clinic: Clinic, database: TestDatabase) -> AsyncIterator[Office]:
    async with office_beside(clinic, database) as office:
        yield office
