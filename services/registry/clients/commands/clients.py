"""Registering clients: programs that ask for tokens, and for whom they stand."""

import hmac
from dataclasses import replace

from services.registry.clients.rules.clients import Client
from services.registry.clients.store.clients import read_client, write_client
from services.registry.directory.store.institutions import read_institutions
from services.registry.directory.store.insurers import read_insurer
from services.registry.outcome import Registered, unknown
from services.registry.recording import Author, claim, mark_changed
from services.registry.tables import clients
from shared.domain.roles import AT_AN_INSTITUTION, Role
from shared.errors import AlreadyExists, RequestInvalid, Violation

OPERATOR_ID = "operator"


async def register_client(author: Author, client: Client) -> Registered[Client]:
    """Register a client, or find it with the same secret; raises RequestInvalid, AlreadyExists."""
    violations = _standing_violations(client)
    async with author.world.database.transaction() as connection:
        found_institutions = await read_institutions(connection, client.institution_codes)
        for index, code in enumerate(client.institution_codes):
            institution = found_institutions.get(code)
            if institution is None:
                violations.append(unknown(f"institution_codes/{index}"))
            elif client.role in AT_AN_INSTITUTION - {institution.role, Role.READER}:
                violations.append(_role_violation("is not the role of every institution named"))
        if client.insurer_number and await read_insurer(connection, client.insurer_number) is None:
            violations.append(unknown("insurer_number"))
        if violations:
            raise RequestInvalid(list(dict.fromkeys(violations)))
        claimed = await claim(connection, clients, client.client_id, author)
        if claimed.is_new:
            await write_client(connection, client, claimed.recording)
            return Registered(client, is_new=True)
        found = await read_client(connection, client.client_id)
    if found is None or not _is_same(found, client):
        raise AlreadyExists
    return Registered(found, is_new=False)


async def set_operator(author: Author, secret_digest: bytes) -> None:
    """Make the client ``operator``, or give it this secret."""
    wanted = Client(OPERATOR_ID, Role.OPERATOR, secret_digest)
    async with author.world.database.transaction() as connection:
        if await read_client(connection, OPERATOR_ID) == wanted:
            return
        claimed = await claim(connection, clients, OPERATOR_ID, author)
        if claimed.is_new or await read_client(connection, OPERATOR_ID) != wanted:
            await write_client(connection, wanted, claimed.recording)
            await mark_changed(connection, clients, OPERATOR_ID, claimed.recording)


def _standing_violations(client: Client) -> list[Violation]:
    """Tell what is wrong with whom a client stands for, as far as its own fields show."""
    violations = []
    if client.role is Role.PATIENT:
        violations.append(_role_violation("cannot be a client: patients get their token by a presence proof"))
    if (client.role in AT_AN_INSTITUTION) != bool(client.institution_codes):
        violations.append(
            Violation(
                "/institution_codes",
                "role-mismatch",
                "Clients of institutions and readers name at least one institution, others none.",
                "医療機関等・リーダーの場合は1件以上必須、その他の役割では指定できません。",
            )
        )
    if (client.role is Role.INSURER) != (client.insurer_number is not None):
        violations.append(
            Violation(
                "/insurer_number",
                "role-mismatch",
                "A client of role insurer names its insurer, others none.",
                "役割が insurer の場合は必須、その他の役割では指定できません。",
            )
        )
    return violations


def _role_violation(what: str) -> Violation:
    return Violation("/role", "role-mismatch", f"The role {what}.", "この役割は指定できません。")


def _is_same(found: Client, wanted: Client) -> bool:
    same_secret = hmac.compare_digest(found.secret_digest, wanted.secret_digest)
    return replace(found, secret_digest=b"") == replace(wanted, secret_digest=b"") and same_secret
