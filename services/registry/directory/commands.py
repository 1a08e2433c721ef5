"""Registering insurers (保険者) and institutions (保険医療機関・保険薬局・訪問看護ステーション)."""

from services.registry.directory.store.institutions import RecordedInstitution, read_institution, write_institution
from services.registry.directory.store.insurers import RecordedInsurer, read_insurer, write_insurer
from services.registry.outcome import Registered
from services.registry.publishing import publish_institution
from services.registry.recording import Author, claim
from services.registry.tables import institutions, insurers
from shared.domain.identifiers import InstitutionCode, InsurerNumber
from shared.domain.insurers import InsurerKind
from shared.domain.number_rules import CheckDigits, institution_code_violations, insurer_number_violations
from shared.domain.roles import Role
from shared.errors import AlreadyExists, RequestInvalid


async def register_institution(
    author: Author, code: InstitutionCode, name: str, role: Role, check_digits: CheckDigits = "lenient"
) -> Registered[RecordedInstitution]:
    """Register an institution, or find it; raises RequestInvalid (strict: its code), AlreadyExists."""
    violations = institution_code_violations(code, check_digits)
    if violations:
        raise RequestInvalid(violations)
    async with author.world.database.transaction() as connection:
        claimed = await claim(connection, institutions, code, author)
        if claimed.is_new:
            institution = await write_institution(connection, code, name, role, claimed.recording)
            await publish_institution(connection, code, name, role, claimed.recording)
            return Registered(institution, is_new=True)
        found = await read_institution(connection, code)
    if found is None or (found.name, found.role) != (name, role):
        raise AlreadyExists
    return Registered(found, is_new=False)


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
