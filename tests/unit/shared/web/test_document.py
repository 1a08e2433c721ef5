"""What the document says beyond the routes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI
from pydantic import BaseModel

from shared.domain.roles import Role, Scope
from shared.errors import NonceUsed
from shared.pki.tokens import Caller
from shared.web.app import new_service_app
from shared.web.callers import Requires
from shared.web.responses import declared_codes, refusals


class Thing(BaseModel):
    """A thing."""

    insurer_number: str | None
    copay_percent: int
    pin_tries_left: str


def document() -> dict[str, Any]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield

    app = new_service_app(title="t", description="d", lifespan=lifespan)

    async def change(body: Thing, _: Annotated[Caller, Depends(Requires(Scope.CHECK, [Role.READER]))]) -> Thing:
        """Change it."""
        return body

    async def read(number: int) -> Thing:
        raise NotImplementedError

    app.add_api_route("/v1/things", change, methods=["POST"], tags=["a thing"], responses=refusals(NonceUsed))
    app.add_api_route("/v1/things", read, methods=["GET"], tags=["a thing"])
    return app.openapi()


def codes(operation: dict[str, Any]) -> set[str]:
    return {code for response in operation["responses"].values() for code in declared_codes(response)}


def test_a_route_that_asks_for_a_token_says_so_and_names_the_refusals_of_the_caller() -> None:
    operation = document()["paths"]["/v1/things"]["post"]

    assert operation["security"] == [{"client_credentials": ["eligibility:check"]}, {"bearer": []}]
    assert operation["description"] == (
        "Change it.\n\nScope (スコープ): `eligibility:check`. Roles (利用者区分): `reader`."
    )
    assert codes(operation) == {
        "token-missing",
        "token-invalid",
        "token-expired",
        "role-not-allowed",
        "scope-missing",
        "world-mismatch",
        "client-certificate-mismatch",
        "body-unreadable",
        "body-too-large",
        "media-type-unsupported",
        "content-encoding-unsupported",
        "request-invalid",
        "nonce-used",
        "world-unknown",
        "database-too-slow",
        "database-unavailable",
    }


def test_a_public_route_with_a_parameter_can_be_asked_wrongly() -> None:
    operation = document()["paths"]["/v1/things"]["get"]

    assert "security" not in operation
    assert codes(operation) == {"request-invalid", "world-unknown"}
    assert list(operation["responses"]["422"]["content"]) == ["application/problem+json"]


def test_a_success_is_described_by_what_comes() -> None:
    assert document()["paths"]["/v1/things"]["get"]["responses"]["200"]["description"] == "A thing."


def test_a_field_shows_the_value_of_its_name_when_it_is_of_its_type() -> None:
    properties = document()["components"]["schemas"]["Thing"]["properties"]

    assert properties["insurer_number"]["examples"] == ["01139013"]
    assert properties["copay_percent"]["examples"] == [30]
    assert "examples" not in properties["pin_tries_left"]


def test_an_operation_is_named_by_its_resource_and_function() -> None:
    assert document()["paths"]["/v1/things"]["get"]["operationId"] == "a_thing_read"


def test_the_frameworks_own_form_of_an_error_is_not_shown() -> None:
    schemas = document()["components"]["schemas"]

    assert {"HTTPValidationError", "ValidationError"} & schemas.keys() == set()
    assert "Problem" in schemas


def test_what_every_operation_takes_and_answers_is_told_once_and_changes_no_signature() -> None:
    told = document()

    assert told["components"]["parameters"]["OnshiTest"]["name"] == "X-Onshi-Test"
    assert {"RequestId", "OnshiFault"} == told["components"]["headers"].keys()
    assert "`X-Onshi-Test`" in told["info"]["description"]
    assert "parameters" not in told["paths"]["/v1/things"]["post"]
