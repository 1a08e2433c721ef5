"""Every operation has a request that is accepted in the seeded world, as it stands but for the named placeholders."""

from shared.web.document import operations
from shared.web.placeholders import MEMBER, PLACEHOLDERS
from tests.contract.examples import SERVICES, Api, Reader, every_operation

RENEWAL = ("jpki", "cards_renew")


def test_every_example_of_a_request_is_accepted(api: Api) -> None:
    sent, refused = set(), []
    for service in SERVICES:
        for operation in every_operation(api.document(service)):
            method, path, told = operation
            content = told.get("requestBody", {}).get("content", {})
            for name in next(iter(content.values()))["examples"] if content else [None]:
                answer = Reader(api).sends(service, operation, name)
                sent.add((service, told["operationId"]))
                if (service, told["operationId"]) == RENEWAL:
                    # The cards of the seeded world are young: they are renewed from three months before their end.
                    assert (answer.status_code, "too-early" in answer.text) == (422, True), answer.text
                elif not answer.is_success:
                    refused.append((f"{method} /{service}{path}", name, answer.status_code, answer.text))

    assert refused == []
    assert len(sent) == sum(len(list(operations(api.document(service)))) for service in SERVICES)


def test_the_documents_say_which_values_are_placeholders(api: Api) -> None:
    shown = {}
    for service in SERVICES:
        document = api.document(service)
        for name, told in document.get(MEMBER, {}).items():
            assert f"| {name} |" in document["info"]["description"]
            shown[name] = told

    assert shown.keys() == PLACEHOLDERS.keys()
    for name, told in shown.items():
        assert told["example"] == PLACEHOLDERS[name].example
        if told["operation"]:
            _, _, source = api.operation(told["service"], told["operation"])
            assert source["operationId"] == told["operation"]
