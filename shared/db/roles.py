"""Schemas and roles: each service has its schemas, an owner for migrations, and a runtime role with the least it needs.

The owner cannot log in: an administrator's session takes it on to migrate. Every grant stands in a migration.
"""

from collections.abc import Mapping

import asyncpg

from shared.settings import SERVICES

SCHEMAS: Mapping[str, tuple[str, ...]] = {
    "registry": ("registry", "registry_published"),
    "consent": ("consent", "consent_published"),
    "eligibility": ("eligibility", "eligibility_published"),
    "jpki": ("jpki", "jpki_published"),
    "reader": ("reader",),
}
"""The schemas that each service owns; what others may read stands in ``…_published``."""
TIMEOUTS: Mapping[str, str] = {"idle_in_transaction_session_timeout": "30s", "transaction_timeout": "60s"}
"""For every runtime role: a transaction that hangs keeps others waiting no longer (the list of checks, vacuum).

Against accidents: whoever has a role's password can set others for their own session.
"""


def owner_role(service: str) -> str:
    """Return the name of the role that owns the schemas of ``service``."""
    return f"onshi_{service}_owner"


def runtime_role(service: str) -> str:
    """Return the name of the role that ``service`` logs in as."""
    return f"onshi_{service}"


async def prepare_roles(admin: asyncpg.Connection, passwords: Mapping[str, str]) -> None:
    """Create or mend the roles in the cluster of ``admin``; run again, it changes only passwords.

    ``passwords`` maps a service to its runtime role's password.
    """
    async with admin.transaction():
        await admin.execute("SELECT pg_advisory_xact_lock(hashtext('onshi roles'))")
        for service in SERVICES:
            owner, runtime = owner_role(service), runtime_role(service)
            for role in (owner, runtime):
                if not await admin.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role):
                    await admin.execute(f"CREATE ROLE {role} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE")
            if service in passwords:
                # No role can be given a password as a parameter; quote_literal makes it one safely.
                quoted = await admin.fetchval("SELECT quote_literal($1::text)", passwords[service])
                await admin.execute(f"ALTER ROLE {runtime} LOGIN PASSWORD {quoted}")
            for setting, value in TIMEOUTS.items():
                await admin.execute(f"ALTER ROLE {runtime} SET {setting} = '{value}'")
            # An administrator who is no superuser must be a member to act as the owner.
            await admin.execute(f"GRANT {owner} TO CURRENT_USER")


async def prepare_schemas(admin: asyncpg.Connection) -> None:
    """Create the schemas in the database of ``admin`` and let the roles into theirs; run again, it changes nothing."""
    async with admin.transaction():
        await admin.execute("SELECT pg_advisory_xact_lock(hashtext('onshi roles'))")
        for service in SERVICES:
            for schema in SCHEMAS[service]:
                await admin.execute(f"CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION {owner_role(service)}")
                await admin.execute(f"GRANT USAGE ON SCHEMA {schema} TO {runtime_role(service)}")
        await admin.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
