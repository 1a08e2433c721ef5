"""Clients as recorded: programs that may ask for tokens. Of a secret only its digest is kept."""

from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.clients.rules.clients import Client
from services.registry.recording import Recording, record_version, version_of
from services.registry.tables import client_versions
from shared.domain.roles import Role


async def read_client(connection: AsyncConnection, client_id: str) -> Client | None:
    """Return the client as it is recorded now."""
    row = await version_of(connection, client_versions, {"client_id": client_id})
    return None if row is None else _client_of(row)


async def write_client(connection: AsyncConnection, client: Client, recording: Recording) -> None:
    """Record a version of a client."""
    await record_version(
        connection,
        client_versions,
        {"client_id": client.client_id},
        {
            "role": client.role.value,
            "secret_sha256": client.secret_digest,
            "insurer_number": client.insurer_number,
            "institution_codes": list(client.institution_codes),
        },
        recording,
    )


def _client_of(row: Row[Any]) -> Client:
    return Client(
        row.client_id, Role(row.role), bytes(row.secret_sha256), tuple(row.institution_codes), row.insurer_number
    )
