"""The five services on one database, and a caller of each role before them."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from services.jpki.app import create_app as create_jpki
from services.reader.app import create_app as create_reader
from services.registry.app import create_app as create_registry
from shared.domain.identifiers import InsurerNumber
from shared.domain.roles import AT_AN_INSTITUTION, GRANTABLE, Role
from shared.web.edge import Edge
from simulator.controls.app import create_app as create_controls
from tests import builders
from tests.clinic import INSTITUTION, Card, Clinic
from tests.service.consent.office import Office, office_beside
from tests.service.every_operation import Operation
from tests.service.registry.caller import SOCIETY, write_token_key
from tests.worlds import TODAY, TestDatabase, serving

CALLER_STEP = {"token-missing", "token-invalid", "token-expired", "world-mismatch", "role-not-allowed", "scope-missing"}
"""The refusals of the first step; any other answer tells that the caller was admitted."""
SIGN_OUT = "DELETE /v1/me/sessions"


@dataclass
class Services:
    """All of them, and whom they know."""

    http: Mapping[str, httpx.AsyncClient]
    clinic: Clinic
    office: Office
    card: Card
    session: dict[str, str] = field(default_factory=dict)

    async def headers_of(self, role: Role, operation: Operation, without: str | None = None) -> dict[str, str]:
        """The headers of a caller of this role, with all that it can be granted but the scope ``without``."""
        if role is Role.PATIENT:
            if not self.session:
                self.session = await self.office.me(self.card)
            # Whoever signs out has a session of its own for that.
            return await self.office.me(self.card) if operation.name == SIGN_OUT else self.session
        more: dict[str, Any] = {"insurer_number": InsurerNumber(SOCIETY["insurer_number"])}
        return self.clinic.headers(
            role=role,
            institution=INSTITUTION if role in AT_AN_INSTITUTION else None,
            scopes=frozenset(scope for scope in GRANTABLE[role] if scope.value != without),
            **(more if role is Role.INSURER else {}),
        )

    async def ask(self, service: str, operation: Operation, headers: Mapping[str, str]) -> str:
        """Ask with nothing in the body; return the refusal of the caller step, or that there was none."""
        body: dict[str, Any] | None = None if operation.body is None else {}
        answer = await self.http[service].request(operation.method, operation.address(), json=body, headers=headers)
        kind = answer.headers.get("content-type", "")
        code = answer.json()["type"].rpartition(":")[2] if kind == "application/problem+json" else ""
        assert answer.status_code < 500 or operation.path == "/readyz", answer.text
        return code if code in CALLER_STEP else "admitted"


@asynccontextmanager
async def all_services(clinic: Clinic, database: TestDatabase, folder: Path) -> AsyncIterator[Services]:
    """Run the others beside the clinic's eligibility service, for a patient who has a card."""
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    registry = create_registry(database.settings(token_key_file=write_token_key(folder)))
    async with AsyncExitStack() as stack:
        office = await stack.enter_async_context(office_beside(clinic, database))
        others = {
            "registry": registry,
            "jpki": create_jpki(database.settings()),
            "reader": create_reader(database.settings()),
            "controls": create_controls(TODAY, ()),
        }
        http = {name: await stack.enter_async_context(serving(Edge(app))) for name, app in others.items()}
        yield Services({"eligibility": clinic.http, "consent": office.http, **http}, clinic, office, card)
