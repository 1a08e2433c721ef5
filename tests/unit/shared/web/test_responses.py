from shared.errors import (
    AlreadyExists,
    DatabaseUnavailable,
    NonceExpired,
    RequestInvalid,
    ResourceNotFound,
    Violation,
)
from shared.problem import problem_document
from shared.web.app import new_service_app
from shared.web.responses import problem_schemas, refusals


def test_refusals_of_one_status_share_an_entry_that_names_each_code() -> None:
    responses = refusals(NonceExpired, AlreadyExists, ResourceNotFound)

    assert list(responses) == [404, 409]
    assert "`nonce-expired`" in responses[409]["description"]
    assert "`already-exists`" in responses[409]["description"]
    assert list(responses[409]["content"]["application/problem+json"]["examples"]) == [
        "nonce-expired",
        "already-exists",
    ]


def test_a_refusal_named_twice_is_described_once() -> None:
    responses = refusals(ResourceNotFound, ResourceNotFound)

    assert responses[404]["description"].count("resource-not-found") == 1


def test_a_refusal_to_retry_describes_its_retry_after_header() -> None:
    assert "Retry-After" in refusals(DatabaseUnavailable)[503]["headers"]
    assert "headers" not in refusals(ResourceNotFound)[404]


def test_the_schema_names_exactly_what_a_problem_document_holds() -> None:
    violation = Violation("/pin", "missing", "Field required", "必須項目です。")
    document = problem_document(RequestInvalid([violation], check_id="1"), "/v1/cards")
    problem, of_one = problem_schemas()["Problem"], problem_schemas()["Violation"]

    assert set(problem["properties"]) == set(document)
    assert set(problem["required"]) == set(document) - {"check_id"}
    assert problem["properties"]["errors"]["items"] == {"$ref": "#/components/schemas/Violation"}
    assert set(of_one["properties"]) == set(of_one["required"]) == set(document["errors"][0])


def test_every_service_s_document_holds_the_schema() -> None:
    app = new_service_app(title="t", description="d", lifespan=lambda _app: None)  # type: ignore[arg-type,return-value]

    assert "Problem" in app.openapi()["components"]["schemas"]
