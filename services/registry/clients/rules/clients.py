"""Clients as recorded: programs that may ask for tokens. Of a secret only its digest is kept."""

from dataclasses import dataclass, field

from shared.domain.identifiers import InstitutionCode, InsurerNumber
from shared.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Client:
    """A program with credentials, and for whom it may stand."""

    client_id: str
    role: Role
    secret_digest: bytes = field(repr=False)
    institution_codes: tuple[InstitutionCode, ...] = ()
    insurer_number: InsurerNumber | None = None
