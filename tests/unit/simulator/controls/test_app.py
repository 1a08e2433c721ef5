"""The controls: ready once the world is filled; JSON for programs, pages for browsers."""

import re
from html import unescape

import pytest

from simulator.patients.people import vendor_patients_of
from simulator.personas.cast import personas
from tests.unit.simulator.controls.serving import BROWSER, TODAY, controls


@pytest.mark.parametrize(("is_filled", "status"), [(False, 503), (True, 200)])
async def test_the_controls_are_ready_once_the_world_is_filled(is_filled: bool, status: int) -> None:
    async with controls(is_filled=is_filled) as client:
        answer = await client.get("/readyz")

    assert (answer.status_code, answer.json()["checks"]) == (status, {"seeded": is_filled})


@pytest.mark.parametrize("path", ["/personas", "/personas/employee-with-limit", "/credentials"])
async def test_a_browser_gets_a_page_and_a_program_json(path: str) -> None:
    async with controls() as client:
        page = await client.get(path, headers=BROWSER)
        plain = await client.get(path)
        swagger = await client.get(path, headers={"Accept": "application/json"})

    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "非公式" in page.text
    assert f"<code>curl --noproxy &#39;*&#39; http://controls{path}</code>" in page.text
    assert plain.headers["content-type"] == swagger.headers["content-type"] == "application/json"
    assert page.headers["vary"] == "Accept, Cookie"
    assert {each.headers["vary"] for each in (plain, swagger)} == {"Accept"}


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
async def test_nothing_of_it_is_kept_framed_or_fetched_from_elsewhere(accept: str) -> None:
    async with controls() as client:
        for path in ("/", "/personas", "/personas/employee-with-limit", "/credentials"):
            headers = (await client.get(path, headers={"Accept": accept})).headers
            assert headers["cache-control"] == "no-store"
            assert headers["content-security-policy"].startswith("default-src 'none'; ")
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert "unsafe" not in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            # A page names itself to itself alone, else its own forms would come without an origin.
            is_page = headers["content-type"].startswith("text/html")
            assert headers["referrer-policy"] == ("same-origin" if is_page else "no-referrer")


async def test_what_nobody_asked_for_is_refused_and_so_is_a_world_that_is_not_here() -> None:
    async with controls() as client:
        for path in ("/personas", "/personas/employee-with-limit", "/credentials", "/"):
            stray = await client.get(path, params={"serach": "x"})
            assert (stray.status_code, stray.json()["errors"][0]["pointer"]) == (422, "/query/serach")
        for path in ("/~nonsense/personas", "/~nonsense/readyz", "/~nonsense/", "/~nonsense/openapi.json"):
            assert (await client.get(path)).json()["type"] == "urn:onshi:problem:world-unknown"
        assert (await client.get("/~default/personas")).content == (await client.get("/personas")).content


async def test_nobody_is_not_found_in_a_browser_either() -> None:
    async with controls() as client:
        page = await client.get("/personas/nobody", headers=BROWSER)
        plain = await client.get("/personas/nobody")

    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert (plain.status_code, plain.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/personas/nobody", 404, "resource-not-found"),
        ("/~nonsense/personas", 404, "world-unknown"),
        ("/~nonsense/", 404, "world-unknown"),
        ("/console/journal/requests/gone", 409, "controls-alone"),
        ("/nowhere", 404, "resource-not-found"),
        ("/personas?serach=x", 422, "request-invalid"),
        ("/clock", 409, "controls-alone"),
    ],
)
async def test_a_browser_is_told_on_a_page_what_was_refused_and_what_to_do(path: str, status: int, code: str) -> None:
    async with controls() as client:
        japanese = await client.get(path, headers=BROWSER)
        english = await client.get(path, headers=BROWSER | {"Cookie": "onshi-language=en"})

    for page, title, to_do in ((japanese, "表示できません", "対処:"), (english, "This cannot be shown", "What to do:")):
        assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
        assert int(page.headers["content-length"]) == len(page.content)
        assert f"<code>{code}</code>" in page.text
        assert page.text.count("<h1") == 1
        assert title in page.text
        assert to_do in page.text
        assert page.headers["x-request-id"]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "ja",
            ["有効</span> <code>valid</code>", "該当資格なし</span> <code>not_found</code>", "電子証明書の猶予期間中"],
        ),
        (
            "en",
            ["Valid</span> <code>valid</code>", "Not found</span> <code>not_found</code>", "in its grace period"],
        ),
    ],
)
async def test_the_page_tells_outcomes_in_either_language(language: str, told: list[str]) -> None:
    async with controls() as client:
        page = (await client.get("/", params={"lang": language})).text

    assert [words for words in told if words not in page] == []


@pytest.mark.parametrize("path", ["/", "/personas", "/personas/employee-with-limit", "/credentials"])
@pytest.mark.parametrize("prefix", ["", "/~default"])
async def test_every_address_of_a_page_is_there_and_keeps_the_worlds_prefix(path: str, prefix: str) -> None:
    async with controls() as client:
        page = (await client.get(f"{prefix}{path}", headers=BROWSER)).text
        found = set(re.findall(r'(?:href|src|action|hx-get)="([^"]*)"', page))

        assert len(found) >= 8
        assert [each for each in found if not each.startswith((f"{prefix}/", "#"))] == []
        for each in found:
            if each.startswith("#"):
                assert f'id="{each[1:]}"' in page
            elif "/personas/" not in each or path != "/":
                assert (await client.get(each)).status_code == 200


async def test_every_persona_has_a_page_in_either_language() -> None:
    async with controls() as client:
        for persona in personas(1, TODAY):
            japanese = (await client.get(f"/personas/{persona.id}?lang=ja", headers=BROWSER)).text
            english = (await client.get(f"/personas/{persona.id}?lang=en", headers=BROWSER)).text
            assert f"<h1>{persona.title_ja}</h1>" in unescape(japanese)
            assert f"<h1>{persona.title}</h1>" in unescape(english)


async def test_thousands_who_were_brought_along_are_shown_a_hundred_at_a_time() -> None:
    rows = "".join(f"患者{n},試験,S55.4.1,1,06139018,{n},R2.4.1\n" for n in range(1000))
    content = f"id,name,birthdate,sex,insurer_number,number,acquired_on\n{rows}".encode()
    async with controls(vendor_patients_of(content, 1, TODAY).people) as client:
        first = (await client.get("/")).text
        last = (await client.get("/?page=10")).text
        beyond = (await client.get("/?page=11")).text
        found = (await client.get("/", params={"search": "患者999"})).text
        everybody = (await client.get("/personas")).json()["items"]

    assert (first.count("<tr id="), last.count("<tr id="), found.count("<tr id=")) == (100, 100, 1)
    assert last == beyond.replace("page=11", "page=10")
    assert "901 – 1,000 / 1,000" in last
    assert len(first) < 200_000
    assert len(everybody) == 1000


@pytest.mark.parametrize("search", ["マスミ", "ﾏｽﾐ", "ますみ", "真澄", "眞 澄", "ＶＡＲＩＡＮＴ"])
async def test_a_patient_is_searched_for_however_the_name_is_written(search: str) -> None:
    async with controls() as client:
        page = (await client.get("/", params={"search": search})).text

    assert "variant-characters" in page


@pytest.mark.parametrize("search", ['"><script>', "<i>x"])
async def test_what_is_searched_for_is_shown_as_text(search: str) -> None:
    async with controls() as client:
        page = (await client.get("/", params={"search": search})).text

    assert search not in page
    assert "見つかりません" in page


async def test_controls_that_serve_alone_make_nobody() -> None:
    async with controls() as client:
        answer = await client.post("/patients", json={"name": "試験　花子", "birthdate": "1985-04-01", "sex": "female"})

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:onshi:problem:controls-alone")
