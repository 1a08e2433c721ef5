"""Registering institutions (保険医療機関・保険薬局・訪問看護ステーション)."""

from services.registry.enrolment.outcome import Registered
from services.registry.publication import publish_institution
from services.registry.recording import Author, claim
from services.registry.store.institutions import RecordedInstitution, read_institution, write_institution
from services.registry.tables import institutions
from shared.domain.identifiers import InstitutionCode
from shared.domain.number_rules import CheckDigits, institution_code_violations
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
