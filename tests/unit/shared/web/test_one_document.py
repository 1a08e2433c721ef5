"""Several documents as one: what is shared stands once, what differs under its service's name."""

from typing import Any

from shared.web.one_document import one_document


def document(path: str, tag: str, schemas: dict[str, Any], responses: dict[str, Any] | None = None) -> dict[str, Any]:
    name = next(iter(schemas))
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    return {
        "openapi": "3.1.0",
        "paths": {
            path: {"get": {"operationId": "things_get", "tags": [tag], "responses": {"200": {"content": content}}}}
        },
        "components": {"schemas": schemas, "responses": responses or {}},
        "tags": [{"name": tag, "x-displayName": f"{tag} (もの)"}],
    }


def together(**documents: dict[str, Any]) -> dict[str, Any]:
    return one_document({"title": "all", "version": "1"}, {}, documents)


def answer_of(document: dict[str, Any], path: str) -> str:
    media = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
    reference: str = media["schema"]["$ref"]
    return reference.removeprefix("#/components/schemas/")


def test_paths_and_tags_stand_under_the_service() -> None:
    whole = together(one=document("/v1/a", "things", {"A": {"type": "string"}}))

    assert list(whole["paths"]) == ["/one/v1/a"]
    assert whole["paths"]["/one/v1/a"]["get"]["tags"] == ["one things"]
    assert whole["tags"] == [{"name": "one things", "x-displayName": "one: things (もの)"}]
    assert whole["x-tagGroups"] == [{"name": "one", "tags": ["one things"]}]


def test_what_means_the_same_stands_once_whatever_explains_it() -> None:
    whole = together(
        one=document("/a", "t", {"A": {"type": "string", "description": "of one"}}),
        two=document("/a", "t", {"A": {"type": "string", "examples": ["x"]}}),
    )

    assert whole["components"]["schemas"] == {"A": {"type": "string", "description": "of one"}}
    assert answer_of(whole, "/two/a") == "A"


def test_what_means_different_things_gets_the_services_name() -> None:
    whole = together(
        one=document("/a", "t", {"A": {"title": "A", "type": "string"}}),
        two=document("/a", "t", {"A": {"title": "A", "type": "integer"}}),
    )

    assert whole["components"]["schemas"] == {
        "OneA": {"title": "OneA", "type": "string"},
        "TwoA": {"title": "TwoA", "type": "integer"},
    }
    assert (answer_of(whole, "/one/a"), answer_of(whole, "/two/a")) == ("OneA", "TwoA")


def test_a_member_called_description_is_part_of_the_meaning() -> None:
    whole = together(
        one=document("/a", "t", {"A": {"properties": {"description": {"type": "string"}}}}),
        two=document("/a", "t", {"A": {"properties": {"description": {"type": "integer"}}}}),
    )

    assert list(whole["components"]["schemas"]) == ["OneA", "TwoA"]


def test_what_refers_to_different_things_differs() -> None:
    holder = {"properties": {"b": {"$ref": "#/components/schemas/B"}}}
    whole = together(
        one=document("/a", "t", {"A": holder, "B": {"type": "string"}}),
        two=document("/a", "t", {"A": holder, "B": {"type": "integer"}}),
    )

    assert answer_of(whole, "/two/a") == "TwoA"
    assert whole["components"]["schemas"]["TwoA"]["properties"]["b"] == {"$ref": "#/components/schemas/TwoB"}


def test_names_of_operations_that_several_have_get_the_services_name() -> None:
    whole = together(
        one=document("/a", "t", {"A": {"type": "string"}}), two=document("/b", "t", {"A": {"type": "string"}})
    )

    ids = [item["get"]["operationId"] for item in whole["paths"].values()]
    assert ids == ["one_things_get", "two_things_get"]
