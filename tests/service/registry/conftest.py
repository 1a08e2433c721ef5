"""A registry for each test, and its operator."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.service.registry.caller import RegistryCaller, running_registry
from tests.worlds import TestDatabase


@pytest.fixture
async def operator(database: TestDatabase, tmp_path: Path) -> AsyncIterator[RegistryCaller]:
    """The operator of a running registry on a database of its own, with a token."""
    async with running_registry(database, tmp_path) as operator:
        yield operator
