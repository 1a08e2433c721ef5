"""A registry for each test, and its operator."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.service.registry.caller import RegistryCaller, running_registry
from tests.service.registry.town import Town, running_town
from tests.worlds import TestDatabase


@pytest.fixture
async def operator(database: TestDatabase, tmp_path: Path) -> AsyncIterator[RegistryCaller]:
    """The operator of a running registry on a database of its own, with a token."""
    async with running_registry(database, tmp_path) as operator:
        yield operator


@pytest.fixture
async def town(request: pytest.FixtureRequest, database: TestDatabase, tmp_path: Path) -> AsyncIterator[Town]:
    """A town whose registry has the settings that a test names as its parameter."""
    async with running_town(database, tmp_path, **getattr(request, "param", {})) as town:
        yield town
