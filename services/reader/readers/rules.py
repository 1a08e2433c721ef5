"""Which card readers there are: as the settings name them. Pure."""

from collections.abc import Iterable

from shared.errors import ResourceNotFound
from shared.settings import ReaderClient


class Readers:
    """The card readers of every world, by client id."""

    def __init__(self, clients: Iterable[ReaderClient]) -> None:
        self._by_id = {each.client_id: each for each in clients}

    @property
    def all(self) -> tuple[ReaderClient, ...]:
        """All of them, in the order of the setting."""
        return tuple(self._by_id.values())

    def find(self, client_id: str) -> ReaderClient:
        """Return the reader of this name; raises ResourceNotFound."""
        found = self._by_id.get(client_id)
        if found is None:
            raise ResourceNotFound
        return found
