"""All services in one app: who gets a request, and what he sees."""

import httpx
from starlette.types import Receive, Scope, Send

from simulator.running.together import Together


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with the paths that it sees; ready under ``/readyz``."""
    if scope["type"] == "lifespan":
        for _ in range(2):
            message = await receive()
            await send({"type": message["type"] + ".complete"})
        return
    body = f'{{"status":"ready","root_path":"{scope["root_path"]}","path":"{scope["path"]}"}}'
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": body.encode()})


async def unready(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 503, "headers": []})
    await send({"type": "http.response.body", "body": b"busy"})


def client(is_filled: bool = True, **services: object) -> httpx.AsyncClient:
    app = Together(services, lambda: is_filled)  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://together")


async def test_the_first_segment_names_the_service_and_is_its_root_path() -> None:
    async with client(registry=echo) as asker:
        answer = await asker.get("/registry/v1/insurers")

    assert answer.json()["root_path"] == "/registry"
    assert answer.json()["path"] == "/registry/v1/insurers"


async def test_an_unknown_path_is_a_problem() -> None:
    async with client(registry=echo) as asker:
        answer = await asker.get("/registries/v1")

    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:onshi:problem:resource-not-found"
    assert answer.json()["instance"] == "/"


async def test_the_guide_stands_beside_the_services() -> None:
    async with client(registry=echo) as asker:
        page = await asker.get("/guide/refusals/nonce-used?lang=en")
        agents = await asker.get("/llms.txt")
        without_slash = await asker.get("/guide")

    assert page.status_code == 200
    assert "Refusal nonce-used" in page.text
    assert "(http://together/guide/first-check.md)" in agents.text
    assert without_slash.status_code == 404


async def test_all_ready_is_ready() -> None:
    async with client(registry=echo, jpki=echo) as asker:
        answer = await asker.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (200, "ready")


async def test_without_its_people_no_service_of_a_world_is_ready() -> None:
    async with client(is_filled=False, registry=echo, jpki=unready) as asker:
        answer = await asker.get("/registry/readyz")
        other = await asker.get("/jpki/readyz")
        posted = await asker.post("/registry/readyz")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert (answer.json()["status"], answer.json()["checks"]) == ("not_ready", {"answers": True, "seeded": False})
    assert (other.status_code, other.json()["checks"]) == (503, {"answers": False, "seeded": False})
    assert posted.status_code == 200


async def test_a_service_that_has_its_people_answers_for_itself() -> None:
    async with client(registry=echo, jpki=unready) as asker:
        answers = [await asker.get(f"/{service}/readyz") for service in ("registry", "jpki")]

    assert [answer.status_code for answer in answers] == [200, 503]
    assert answers[0].json()["path"] == "/registry/readyz"


async def test_a_world_without_its_people_is_not_ready_though_each_service_could_be() -> None:
    async with client(is_filled=False, registry=echo, jpki=echo) as asker:
        answer = await asker.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (503, "not_ready")
    assert answer.json()["checks"] == {"seeded": False}
    assert [each["status"] for each in answer.json()["services"].values()] == ["ready", "ready"]


async def test_one_that_is_not_ready_makes_all_not_ready() -> None:
    async with client(registry=echo, jpki=unready) as asker:
        answer = await asker.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (503, "not_ready")
    assert answer.json()["services"]["registry"]["status"] == "ready"
    assert answer.json()["services"]["jpki"]["status"] == "not_ready"


async def test_the_front_page_says_that_this_is_unofficial() -> None:
    async with client(registry=echo) as asker:
        page = await asker.get("/", headers={"Accept": "text/html"})
        document = await asker.get("/")

        english = await asker.get("/?lang=en", headers={"Accept": "text/html"})

    assert "非公式シミュレーター" in page.text
    assert "UNOFFICIAL simulator" in english.text
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "http://" not in page.text.replace("http://together", "")
    assert "非公式" in document.json()["notice_ja"]


async def test_the_front_page_shows_the_version_and_commands_that_reach_this_simulator() -> None:
    announced = {"base_url": "https://[::1]:18000", "control_url": "https://127.0.0.1:18099", "ca_file": "/a b/ca.pem"}
    app = Together({"registry": echo}, announced=lambda: announced)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://together") as asker:
        page = (await asker.get("/", headers={"Accept": "text/html"})).text
        told = (await asker.get("/")).json()

    options = "--control-url https://127.0.0.1:18099 --ca &#39;/a b/ca.pem&#39;"
    assert f"onshi check --persona employee-with-limit --url https://[::1]:18000 {options}</code>" in page
    assert f"onshi credentials {options}</code>" in page
    assert "<small>0.1.0</small>" in page
    assert told["version"] == "0.1.0"
