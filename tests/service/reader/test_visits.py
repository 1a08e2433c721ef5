"""The card reader on a database, with nobody at the other end of the line: what it keeps, for whom, and how long."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg
import httpx
import pytest
from pydantic import SecretStr

from services.reader.app import create_app
from shared.settings import ReaderClient
from shared.web.edge import Edge
from tests.worlds import CLOCK, TestDatabase, serving

READER = "/clinic-reader"
NOBODY = "http://127.0.0.1:9"
CLIENTS = (
    ReaderClient(
        client_id="clinic-reader",
        client_secret=SecretStr("a-secret-of-the-reader"),
        institution_code="9910000018",
        institution_name="模擬クリニック",
    ),
)
_COOKIE = re.compile(r"(onshi-[a-z-]+)=([^;]*)")


@asynccontextmanager
async def reader_on(database: TestDatabase, later: timedelta = timedelta()) -> AsyncIterator[httpx.AsyncClient]:
    """Run the service on ``database``, so much later by the world's clock."""
    settings = database.settings(
        clock_offset_s=(CLOCK.offset + later).total_seconds(),
        reader_clients=CLIENTS,
        registry_url=NOBODY,
        eligibility_url=NOBODY,
        jpki_url=NOBODY,
    )
    async with serving(Edge(create_app(settings))) as client:
        yield client


@pytest.fixture
async def admin(database: TestDatabase) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.admin_url)
    yield connection
    await connection.close()


class Patient:
    """A browser at the reader: it keeps its cookie from one press to the next."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}
        self.page = ""

    async def press(self, http: httpx.AsyncClient, event: str, **fields: str) -> str:
        """Press a button of the page that is shown; return the heading that follows, and keep the alert."""
        turn = (re.findall(r'name="turn" value="(\d+)"', self.page) or ["0"])[0]
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        answer = await http.post(
            f"{READER}/visit", data={"event": event, "turn": turn, **fields}, headers=headers, follow_redirects=False
        )
        assert answer.status_code == 303, answer.text
        for line in answer.headers.get_list("set-cookie"):
            for name, value in _COOKIE.findall(line):
                self.cookies[name] = value
        return await self.look(http, answer.headers["location"])

    async def look(self, http: httpx.AsyncClient, path: str = READER) -> str:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        self.page = (await http.get(path, headers=headers)).text
        (heading,) = re.findall(r'<h2 id="step"[^>]*>(.*?)</h2>', self.page)
        return str(heading)


async def test_a_visit_is_a_row_that_another_worker_goes_on_with(
    database: TestDatabase, admin: asyncpg.Connection
) -> None:
    patient, another = Patient(), Patient()
    async with reader_on(database) as one, reader_on(database) as two:
        assert await patient.press(one, "use_phone") == "スマートフォンの種類を選んでください"
        assert await patient.press(two, "choose_android") == "暗証番号を入力してください"
        assert await another.look(one) == "カードを置いてください"
        assert await patient.press(one, "enter_pin", pin="8642") == "スマートフォンをかざしてください"
        kept = await admin.fetch("SELECT * FROM reader.visits")
        assert await patient.press(two, "take_out") == "カードを置いてください"

    assert len(kept) == 1
    # The digits wait for the phone, sealed: the row alone opens nothing.
    assert kept[0]["sealed_pin"] is not None
    assert b"8642" not in repr(dict(kept[0])).encode()
    assert patient.cookies["onshi-visit"] not in repr(dict(kept[0]))
    assert await admin.fetchval("SELECT count(*) FROM reader.visits") == 0


async def test_a_step_is_over_after_five_minutes_and_its_row_is_removed(
    database: TestDatabase, admin: asyncpg.Connection
) -> None:
    patient = Patient()
    async with reader_on(database) as now:
        await patient.press(now, "use_phone")
    async with reader_on(database, timedelta(minutes=4)) as in_time:
        assert await patient.look(in_time) == "スマートフォンの種類を選んでください"
    async with reader_on(database, timedelta(minutes=6)) as too_late:
        assert await patient.press(too_late, "choose_iphone") == "カードを置いてください"
        assert "時間が過ぎたか" in patient.page

    assert await admin.fetchval("SELECT count(*) FROM reader.visits") == 0


async def test_without_a_line_a_card_is_not_taken_and_nothing_is_kept(
    database: TestDatabase, admin: asyncpg.Connection
) -> None:
    patient = Patient()
    async with reader_on(database) as http:
        heading = await patient.press(http, "place", card="019a0000-0000-7000-8000-0000000000c1")
        visit = {"card": "019a0000-0000-7000-8000-0000000000c1", "face": True}
        refused = await http.post(f"/v1/readers{READER}/visits", json=visit)

    assert heading == "カードを置いてください"
    assert 'role="alert"' in patient.page
    assert (refused.status_code, refused.json()["type"]) == (503, "urn:onshi:problem:overloaded")
    assert await admin.fetchval("SELECT count(*) FROM reader.visits") == 0


async def test_a_passcode_is_shown_to_its_browser_and_kept_as_a_digest(
    database: TestDatabase, admin: asyncpg.Connection
) -> None:
    async with reader_on(database) as http:
        issued = await http.post(f"{READER}/passcodes", data={"x": ""})
        (cookie,) = [pair for line in issued.headers.get_list("set-cookie") for pair in _COOKIE.findall(line)]
        own = (await http.get(READER, headers={"Cookie": f"{cookie[0]}={cookie[1]}"})).text
        http.cookies.clear()
        others = (await http.get(READER)).text
    async with reader_on(database, timedelta(minutes=6)) as later:
        ended = (await later.get(READER, headers={"Cookie": f"{cookie[0]}={cookie[1]}"})).text

    (passcode,) = re.findall(r'<b class="digits">(\d{6})</b>', own)
    assert [passcode in page for page in (others, ended)] == [False, False]
    (row,) = await admin.fetch("SELECT * FROM reader.passcodes")
    assert passcode not in repr(dict(row))
