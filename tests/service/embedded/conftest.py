"""A cluster that is made once, and copies of it to do with as one likes."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.db.embedded import EmbeddedPostgres
from tests.service.embedded.by_hand import PASSWORD, call


@pytest.fixture(scope="session")
def closed() -> Iterator[Path]:
    """A folder that only its owner may enter."""
    folder = Path(tempfile.mkdtemp(prefix="onshi-closed-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
async def made(closed: Path) -> Path:
    """A stopped cluster, made in a closed folder with a name that means something to shells and lists."""
    folder = closed / 'it\'s a "world", 世界'
    folder.mkdir(mode=0o700)
    server = EmbeddedPostgres(folder, PASSWORD, durable=False)
    try:
        await server.start()
    finally:
        await server.stop()
    return folder


@pytest.fixture
def copy(made: Path, closed: Path) -> Iterator[Path]:
    """A copy of that cluster to do with as one likes."""
    folder = closed / "copy"
    call("/bin/cp", "-a", str(made), str(folder))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def sockets() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="s-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
