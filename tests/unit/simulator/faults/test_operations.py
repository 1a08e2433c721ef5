"""The operations that rules name are those of the documents."""

from simulator.faults.operations import named, nearest_operations, operation_at, operations
from tools.docs.fault_operations import FILE, text


def test_the_list_is_that_of_the_documents() -> None:
    assert FILE.read_text(encoding="utf-8") == text(), "run `make docs`"


def test_every_operation_is_found_at_its_path() -> None:
    for operation in operations():
        path = operation.path.replace("{", "").replace("}", "")
        assert operation_at(operation.method, path) is operation, operation


def test_an_operation_is_named_by_id_path_and_method() -> None:
    checks = "/eligibility/v1/checks"

    assert [each.operation_id for each in named("check_eligibility")] == ["check_eligibility"]
    assert {each.operation_id for each in named(checks)} == {"check_eligibility", "check_follow"}
    assert [each.operation_id for each in named(f"POST {checks}")] == ["check_eligibility"]
    assert [each.operation_id for each in named(f"{checks}/17")] == ["check_get_one"]
    assert [named(name) for name in ("check_eligibilty", "/v1/checks", f"PUT {checks}", "")] == [()] * 4


def test_the_nearest_names_are_told() -> None:
    assert nearest_operations("check_eligibilty")[0] == "check_eligibility"
    assert "/eligibility/v1/checks" in nearest_operations("/v1/checks")


def test_the_refusals_are_those_that_the_document_declares() -> None:
    (check,) = named("check_eligibility")

    assert {"certificate-revoked", "nonce-used", "overloaded"} <= check.refusals
    assert "clock-goes-back" not in check.refusals
