"""Registering insurers (保険者)."""

from services.registry.enrolment.outcome import Registered
from services.registry.recording import Author, claim
from services.registry.store.insurers import RecordedInsurer, read_insurer, write_insurer
from services.registry.tables import insurers
from shared.domain.identifiers import InsurerNumber
from shared.domain.insurers import InsurerKind
from shared.domain.number_rules import CheckDigits, insurer_number_violations
from shared.errors import AlreadyExists, RequestInvalid


async def register_insurer(
    author: Author, number: InsurerNumber, name: str, kind: InsurerKind, check_digits: CheckDigits = "lenient"
) -> Registered[RecordedInsurer]:
    """Register an insurer, or find it; raises RequestInvalid (the number does not fit the kind), AlreadyExists."""
    violations = insurer_number_violations(number, kind, check_digits)
    if violations:
        raise RequestInvalid(violations)
    async with author.world.database.transaction() as connection:
        claimed = await claim(connection, insurers, number, author)
        if claimed.is_new:
            return Registered(await write_insurer(connection, number, name, kind, claimed.recording), is_new=True)
        found = await read_insurer(connection, number)
    if found is None or (found.name, found.kind) != (name, kind):
        raise AlreadyExists
    return Registered(found, is_new=False)
