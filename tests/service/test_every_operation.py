"""What holds for every operation of every service: how bodies and ids are read, worlds named, answers kept."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from services.jpki.app import create_app as create_jpki
from services.registry.app import create_app as create_registry
from shared.web.edge import Edge
from tests import builders
from tests.clinic import Clinic
from tests.service.consent.office import office_beside
from tests.service.every_operation import SOME_ID, Operation, every_operation
from tests.service.registry.caller import write_token_key
from tests.worlds import TestDatabase, serving

JSON = {"Content-Type": "application/json"}
UNREADABLE = (400, "body-unreadable")
TYPE, CODING = (415, "media-type-unsupported"), (415, "content-encoding-unsupported")
REFUSED: list[tuple[dict[str, str], bytes, tuple[int, str], str]] = [
    (JSON, b"", UNREADABLE, "It is empty."),
    ({}, b"", UNREADABLE, "It is empty."),
    (JSON, b"\xef\xbb\xbf{}", UNREADABLE, "It begins with a byte order mark."),
    (JSON, "{}".encode("utf-16"), UNREADABLE, "It is UTF-16, not UTF-8."),
    (JSON, "{}".encode("utf-32-be"), UNREADABLE, "It is UTF-32, not UTF-8."),
    (JSON, '{"氏名": 1}'.encode("cp932"), UNREADABLE, "It is not UTF-8."),
    (JSON, b"{}{}", UNREADABLE, "It is no JSON from line 1, column 3 on."),
    (JSON, b"{} x", UNREADABLE, "It is no JSON from line 1, column 4 on."),
    (JSON, b"{", UNREADABLE, "It is no JSON from line 1, column 2 on."),
    (JSON, b'{"a": NaN}', UNREADABLE, "It holds a number that JSON cannot hold."),
    (JSON, b'{"a": 1e999}', UNREADABLE, "It holds a number that JSON cannot hold."),
    (JSON, b'{"a": ' + b"9" * 5_000 + b"}", UNREADABLE, "It holds a number that JSON cannot hold."),
    (JSON, b'{"a": "\\ud800"}', UNREADABLE, "A text holds half of a surrogate pair."),
    (JSON, b"[" * 30_000, UNREADABLE, "It is nested too deeply."),
    (JSON, b'{"a": 1, "a": 1}', UNREADABLE, "The member stands twice in one object."),
    ({}, b"{}", TYPE, "The body came without a Content-Type; application/json is wanted."),
    ({"Content-Type": "text/plain"}, b"{}", TYPE, "The body came as text/plain; application/json is wanted."),
    (
        {"Content-Type": "application/x-www-form-urlencoded"},
        b"a=1",
        TYPE,
        "The body came as application/x-www-form-urlencoded; application/json is wanted.",
    ),
    (
        {"Content-Type": "application/json; charset=shift_jis"},
        b"{}",
        TYPE,
        "The body came in the charset shift_jis; application/json in UTF-8 is wanted.",
    ),
    (
        {**JSON, "Content-Encoding": "gzip"},
        b"\x1f\x8b\x08",
        CODING,
        "The body came with the content coding gzip; send it as it is.",
    ),
]
"""Headers, body, what it is refused with, and why."""
WRONG_IDS = (f"{{{SOME_ID}}}", f"urn:uuid:{SOME_ID}")


def told(answer: httpx.Response) -> tuple[tuple[int, str], str]:
    problem = answer.json()
    code = problem["type"].removeprefix("urn:onshi:problem:")
    return (answer.status_code, code), problem["detail"].removeprefix("The body cannot be read as JSON. ")


async def try_every_body(http: httpx.AsyncClient, operations: list[Operation]) -> int:
    """Send what no operation takes to each that takes a body; return to how many."""
    tried = [operation for operation in operations if operation.body is not None]
    for operation in tried:
        for headers, content, refusal, why in REFUSED:
            answer = await http.request(
                operation.method, operation.address(), content=content, headers={**operation.headers, **headers}
            )
            assert told(answer) == (refusal, why), (operation.name, content[:20])
        whole = await http.request(operation.method, operation.address(), json=[], headers=operation.headers)
        assert [each["pointer"] for each in whole.json()["errors"]] == [""], operation.name
        strange = {"a/b": 1, "m~n": 1, "1234-5678-9018": 1}
        named = await http.request(operation.method, operation.address(), json=strange, headers=operation.headers)
        pointers = [each["pointer"] for each in named.json()["errors"] if each["code"] == "extra-forbidden"]
        assert sorted(pointers) == ["", "/a~1b", "/m~0n"], operation.name
        assert "9018" not in named.text
    return len(tried)


async def try_every_id(http: httpx.AsyncClient, operations: list[Operation]) -> int:
    """Send an id in another form wherever one can stand; return in how many places."""
    places = 0
    for operation in operations:
        for wrong in WRONG_IDS:
            for parameter in operation.parameters("path", "query"):
                if parameter["schema"].get("format") == "uuid":
                    where, name = parameter["in"], parameter["name"]
                    url = operation.address(**{name: wrong}) if where == "path" else operation.address()
                    query = {name: wrong} if where == "query" else {}
                    found = await violations(http, operation, url, query, {})
                    assert (f"/{where}/{name}", "invalid") in found, operation.name
                    places += 1
            for place in operation.ids_in_body(operation.body):
                body: Any = wrong
                for name in reversed(place):
                    body = {name: body}
                found = await violations(http, operation, operation.address(), {}, body)
                assert ("/" + "/".join(place), "invalid") in found, operation.name
                places += 1
    return places


async def violations(
    http: httpx.AsyncClient, operation: Operation, url: str, query: dict[str, str], body: Any
) -> list[tuple[str, str]]:
    sent = None if operation.body is None else body
    answer = await http.request(operation.method, url, params=query, json=sent, headers=operation.headers)
    assert answer.status_code == 422, (operation.name, answer.text)
    return [(each["pointer"], each["code"]) for each in answer.json()["errors"]]


async def try_every_answer(http: httpx.AsyncClient, operations: list[Operation]) -> None:
    """Read everything that can be read: no cache keeps it, no page frames it, no browser guesses what it is."""
    kept = {"GET /ca/{kind}/{generation}.crl"}
    for operation in operations:
        if operation.method == "get":
            answer = await http.get(operation.address(), headers=operation.headers)
            cached = "no-cache" if operation.name in kept and answer.is_success else "no-store"
            assert answer.headers["cache-control"] == cached, operation.name
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], operation.name
            assert answer.headers["x-content-type-options"] == "nosniff", operation.name
            assert answer.headers["referrer-policy"] == "no-referrer", operation.name


async def try_stray_parameters(http: httpx.AsyncClient, operations: list[Operation]) -> None:
    """Send a parameter that nobody asked for to each operation but health and metrics."""
    for operation in operations:
        if operation.described["tags"] != ["operation"]:
            found = await violations(http, operation, operation.address(), {"stray": "1"}, {})
            assert ("/query/stray", "extra-forbidden") in found, operation.name


async def try_worlds(http: httpx.AsyncClient, operations: list[Operation]) -> None:
    """Name a world that is not here in front of everything, also of what needs none; and the one that is."""
    pages = ["/docs", "/redoc", "/openapi.json", "/openapi-3.0.json", "/docs-assets/swagger-ui.css", "/nowhere"]
    for operation in operations:
        answer = await http.request(operation.method, "/~nonsense" + operation.address(), headers=operation.headers)
        assert told(answer)[0] == (404, "world-unknown"), operation.name
    for page in pages:
        assert told(await http.get("/~nonsense" + page))[0] == (404, "world-unknown"), page
        here, named = await http.get(page), await http.get("/~default" + page)
        # A page keeps the world in its own addresses; all else is the same.
        assert (here.status_code, here.text) == (named.status_code, named.text.replace("/~default/", "/")), page


async def test_operations_of_eligibility_read_requests_as_all_do(clinic: Clinic) -> None:
    operations = await every_operation(clinic.http, clinic)

    assert await try_every_body(clinic.http, operations) >= 4
    assert await try_every_id(clinic.http, operations) >= 10
    await try_every_answer(clinic.http, operations)
    await try_worlds(clinic.http, operations)
    await try_stray_parameters(clinic.http, operations)


async def test_operations_of_consent_read_requests_as_all_do(clinic: Clinic, database: TestDatabase) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    async with office_beside(clinic, database) as office:
        operations = await every_operation(office.http, clinic, patient=await office.me(card))

        assert await try_every_body(office.http, operations) >= 4
        assert await try_every_id(office.http, operations) >= 6
        await try_every_answer(office.http, operations)
        await try_worlds(office.http, operations)
        await try_stray_parameters(office.http, operations)


async def test_operations_of_registry_read_requests_as_all_do(
    clinic: Clinic, database: TestDatabase, tmp_path: Path
) -> None:
    app = create_registry(database.settings(token_key_file=write_token_key(tmp_path)))
    async with serving(Edge(app)) as http:
        operations = await every_operation(http, clinic)

        assert await try_every_body(http, operations) >= 20
        assert await try_every_id(http, operations) >= 40
        await try_every_answer(http, operations)
        await try_worlds(http, operations)
        await try_stray_parameters(http, operations)


async def test_operations_of_jpki_read_requests_as_all_do(database: TestDatabase) -> None:
    async with serving(Edge(create_jpki(database.settings()))) as http:
        operations = await every_operation(http)

        assert await try_every_body(http, operations) >= 4
        assert await try_every_id(http, operations) >= 10
        await try_every_answer(http, operations)
        await try_worlds(http, operations)
        await try_stray_parameters(http, operations)
        ocsp = {"Content-Type": "application/json"}
        assert told(await http.post("/ocsp", content=b"{}", headers=ocsp)) == (
            TYPE,
            "The body came as application/json; application/ocsp-request is wanted.",
        )


@pytest.mark.parametrize("content", [b"{", b"{}"])
async def test_who_may_not_ask_is_told_nothing_about_the_body(clinic: Clinic, content: bytes) -> None:
    for path in ("/v1/checks", "/v1/bulk-checks"):
        answer = await clinic.http.post(path, content=content, headers={"Content-Type": "text/plain"})
        assert (answer.status_code, answer.json()["type"]) == (401, "urn:onshi:problem:token-missing")


async def test_the_check_takes_no_parameters(clinic: Clinic) -> None:
    answer = await clinic.http.post("/v1/checks?as_of=2026-11-20", json={}, headers=clinic.headers())
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [
        ("/query/as_of", "extra-forbidden")
    ]
