"""Every cell of role and operation, asked over HTTP: what the table says is what every caller meets."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.domain.roles import Role
from tests.clinic import Clinic
from tests.service.every_operation import Operation, every_operation
from tests.service.matrix.callers import Services, all_services
from tests.service.matrix.verdicts import VERDICTS, Verdict
from tests.worlds import TestDatabase

ADMITTED = frozenset({"admitted"})


@pytest.fixture
async def services(clinic: Clinic, database: TestDatabase, tmp_path: Path) -> AsyncIterator[Services]:
    async with all_services(clinic, database, tmp_path) as services:
        yield services


async def test_every_operation_has_a_verdict_and_every_verdict_an_operation(services: Services) -> None:
    served = {name: {each.name for each in await every_operation(http)} for name, http in services.http.items()}

    assert served == {service: set(verdicts) for service, verdicts in VERDICTS.items()}


async def test_the_documents_tell_the_scope_that_the_table_names(services: Services) -> None:
    for service, http in services.http.items():
        for operation in await every_operation(http):
            ways = operation.described.get("security", [])
            told = {scope for way in ways for scopes in way.values() for scope in scopes}
            scope = VERDICTS[service][operation.name].scope
            assert told == ({scope} if scope else set()), operation.name


async def test_every_cell_of_role_and_operation(services: Services) -> None:
    wrong = []
    for service, http in services.http.items():
        for operation in await every_operation(http):
            verdict = VERDICTS[service][operation.name]
            met = await met_by_each(services, service, operation, verdict)
            expected = expected_of(verdict)
            wrong += [(service, operation.name, who, met[who]) for who in met if met[who] not in expected[who]]

    assert wrong == []


async def met_by_each(services: Services, service: str, operation: Operation, verdict: Verdict) -> dict[str, str]:
    """What nobody meets, and each role; and who may, with a token that lacks the scope."""
    met = {"nobody": await services.ask(service, operation, {})}
    for role in Role:
        met[role.value] = await services.ask(service, operation, await services.headers_of(role, operation))
    for role in map(Role, verdict.may - {"patient"}):
        headers = await services.headers_of(role, operation, without=verdict.scope)
        met[f"{role} without its scope"] = await services.ask(service, operation, headers)
    return met


def expected_of(verdict: Verdict) -> dict[str, frozenset[str]]:
    roles = [role.value for role in Role]
    if verdict.scope is None:
        return dict.fromkeys(["nobody", *roles], ADMITTED)
    return {
        "nobody": frozenset({"token-missing"}),
        **dict.fromkeys(roles, frozenset({"role-not-allowed", "scope-missing"})),
        # A patient's session is no access token: services for clients do not know it.
        "patient": frozenset({"token-invalid"}),
        **dict.fromkeys(verdict.may, ADMITTED),
        **{f"{role} without its scope": frozenset({"scope-missing"}) for role in verdict.may},
    }
