"""The console of a running simulator, without a browser: its forms ask and move, its calls to copy run."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.flows.people import persona
from tests.flows.program import WITHIN_S, Simulator, copied_world, environment, simulator_in

BROWSER = {"Accept": "text/html"}
WAYS = {"card": "card", "insured": "number"}
ASKED = [
    ("employee-with-limit", "card"),
    ("employee-with-limit", "insured"),
    ("card-revoked", "card"),
    ("face-authentication-card", "card"),
    ("twins", "insured"),
    ("certificate-in-grace", "card"),
]


@pytest.fixture(scope="module")
def moving(stopped_world: Path) -> Iterator[Simulator]:
    """A world of its own with two workers, whose clock is moved."""
    with copied_world(stopped_world) as folder, simulator_in(folder, "--workers", "2") as started:
        yield started


def post(simulator: Simulator, path: str, data: dict[str, str] | None = None, **headers: str) -> httpx.Response:
    return httpx.post(f"{simulator.control_url}{path}", data=data, headers=headers, timeout=30)


def page(simulator: Simulator, path: str) -> str:
    answer = httpx.get(f"{simulator.control_url}{path}", headers=BROWSER, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.parametrize(("persona_id", "way"), ASKED)
def test_whoever_is_asked_about_answers_as_expected(simulator: Simulator, persona_id: str, way: str) -> None:
    asked = post(simulator, f"/~default/console/personas/{persona_id}/{way}")
    assert asked.status_code == 303
    assert asked.headers["location"].startswith("/~default/console/answers/")
    shown = page(simulator, asked.headers["location"])
    answered = shown.split('class="answer"')[1].split("</section>")[0]

    assert "期待どおり" in answered
    for value in persona(simulator.control_url, persona_id)["expected"][way].values():
        assert f"<code>{value}</code>" in answered
    assert re.search(r"<small>[0-9,]+ ミリ秒</small>", answered)


def test_the_whole_answer_stands_on_the_page_and_is_kept_for_who_reloads(simulator: Simulator) -> None:
    where = post(simulator, "/console/personas/employee-with-limit/card").headers["location"]
    shown = [page(simulator, where), page(simulator, where)]

    assert shown[0] == shown[1]
    document = json.loads(unescape(re.findall(r'<pre class="to-copy"[^>]*><code>(.*?)</code>', shown[0], re.DOTALL)[0]))
    assert (document["validity"], document["method"]) == ("valid", "my_number_card")
    gone = httpx.get(f"{simulator.control_url}/console/answers/nothing")
    assert (gone.status_code, gone.headers["location"]) == (303, "/?alert=answer_gone")
    assert "もう残っていません" in page(simulator, gone.headers["location"])


@pytest.mark.parametrize("path", ["/console/personas/employee-with-limit/insured", "/console/clock"])
@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_no_other_page_sends_a_form_of_the_console(simulator: Simulator, path: str, headers: dict[str, str]) -> None:
    clock = httpx.get(f"{simulator.control_url}/clock").json()["mode"]
    answer = post(simulator, path, {"mode": "frozen"}, **headers)

    assert (answer.status_code, answer.json()["type"]) == (403, "urn:onshi:problem:origin-foreign")
    assert httpx.get(f"{simulator.control_url}/clock").json()["mode"] == clock == "running"


def test_nobody_is_asked_about_who_is_not_there_or_has_no_card(simulator: Simulator) -> None:
    for path in ("nobody/card", "employee-with-limit/face", "unknown-identifiers/card"):
        assert post(simulator, f"/console/personas/{path}").status_code in (404, 422)


def calls_of(simulator: Simulator, persona_id: str) -> dict[str, dict[str, str]]:
    """The texts to copy of a persona's page, by way and by kind."""
    shown = page(simulator, f"/personas/{persona_id}")
    calls: dict[str, dict[str, str]] = {}
    for way in WAYS:
        side = shown.split(f'aria-labelledby="ask-{way}"')[1].split("</section>")[0]
        texts = [unescape(text) for text in re.findall(r"<code>([^<]*)</code></pre>", side)]
        calls[way] = dict(zip(("curl", "python", "json"), texts, strict=True))
    return calls


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", ["curl", "python"])
def test_a_call_that_is_copied_runs_and_answers_as_expected(simulator: Simulator, way: str, kind: str) -> None:
    text = calls_of(simulator, "employee-with-limit")[way][kind]
    command = ["/bin/bash", "-euc", text] if kind == "curl" else [sys.executable, "-c", text]
    ran = subprocess.run(
        command, env=environment(), capture_output=True, text=True, timeout=WITHIN_S, check=True, cwd="/"
    )

    assert re.search(r"""['"]validity['"]: ?['"]valid['"]""", ran.stdout)


def test_a_call_to_copy_says_how_this_persona_is_asked_about(simulator: Simulator) -> None:
    reader = calls_of(simulator, "visual-check")["card"]
    assert "-u clinic-reader:clinic-reader-development-secret" in reader["curl"]
    assert '\\"visual\\": true' in reader["curl"]
    assert "holder_verification='visual'" in reader["python"]
    assert '"visual": true' in reader["json"]


def moved(simulator: Simulator, **form: str) -> httpx.Response:
    return post(simulator, "/console/clock", form)


def clock(simulator: Simulator) -> dict[str, Any]:
    return dict(httpx.get(f"{simulator.control_url}/clock").json())


def test_the_clock_is_moved_by_forms_and_a_refusal_is_told_beside_what_was_written(moving: Simulator) -> None:
    assert (frozen := moved(moving, mode="frozen")).status_code == 303
    assert frozen.headers["location"] == "/console/clock"
    assert moved(moving, set="2026-11-22T09:00").status_code == 303
    assert (clock(moving)["now"], clock(moving)["mode"]) == ("2026-11-22T09:00:00+09:00", "frozen")
    assert moved(moving, advance="P1M").status_code == 303
    assert clock(moving)["now"] == "2026-12-22T09:00:00+09:00"

    back = moved(moving, set="2026-11-22T09:00")
    assert (back.status_code, "clock-goes-back" in back.text) == (200, True)
    assert 'value="2026-11-22T09:00"' in back.text
    wrong = moved(moving, advance="1 day")
    assert wrong.status_code == 200
    assert "/advance" in wrong.text
    assert 'value="1 day"' in wrong.text
    assert moved(moving, advance="").text.count('role="alert"') == 1
    assert clock(moving)["now"] == "2026-12-22T09:00:00+09:00"

    # The answers are told as of the reference date, which the clock has left.
    where = post(moving, "/console/personas/card-revoked/card").headers["location"]
    assert "certificate-revoked" in page(moving, where)
    assert moved(moving, mode="running").status_code == 303


def test_the_figures_are_of_all_workers_together(moving: Simulator) -> None:
    for _ in range(10):
        post(moving, "/console/personas/employee-with-limit/insured")
    post(moving, "/console/personas/card-revoked/card")
    deadline = time.monotonic() + WITHIN_S
    while len(shown := outcomes(moving)) < 2 or shown["answer"] < 10:
        # Workers tell their figures once a second.
        assert time.monotonic() < deadline
        time.sleep(0.05)

    text = page(moving, "/console/figures")
    assert shown["certificate-revoked"] >= 1
    assert len(re.findall(r"<tr>\s*<td><code>\d+</code></td>", text)) == 2
    assert re.search(r"p99</dt><dd>[0-9.]+ ms</dd>", text)
    assert len(re.findall(r"</small>\d+ MiB</td>", text)) == 2


def outcomes(simulator: Simulator) -> dict[str, int]:
    table = page(simulator, "/console/figures/now").split("</table>")[0]
    rows = re.findall(r"<tr>\n<td>(.*?)</td>\n<td><small class=\"head\">.*?</small>([0-9,]+)</td>", table)
    return {
        "answer" if "回答" in name else re.sub(r"</code>.*", "", name).removeprefix("<code>"): int(count)
        for name, count in rows
    }


def test_a_fault_is_made_fires_and_is_removed_by_forms(moving: Simulator) -> None:
    asked = {"kind": "status", "parameters": '{"status": 503}', "times": "1", "operation": "check_eligibility"}
    assert (
        post(moving, "/console/faults", {**asked, "persona": "twins", "note": "夜間の停止"}).headers["location"]
        == "/console/faults"
    )
    (made,) = httpx.get(f"{moving.control_url}/faults").json()["items"]
    assert (made["kind"], made["parameters"], made["match"]["persona"], made["times"], made["note"]) == (
        "status",
        {"status": 503},
        "twins",
        1,
        "夜間の停止",
    )
    assert "夜間の停止" in page(moving, "/console/faults")

    failed = page(moving, post(moving, "/console/personas/twins/insured").headers["location"])
    assert "期待と異なります" in failed or "基準日" in failed.split('class="answer"')[1]
    assert ">使用済み<" in page(moving, "/console/faults/now")

    assert post(moving, "/console/faults/removals", {"id": made["id"]}).status_code == 303
    assert "登録された障害はありません" in page(moving, "/console/faults/now")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"kind": "delay", "parameters": "{"}, ["/parameters"]),
        ({"kind": "delay", "parameters": "[1]"}, ["/parameters"]),
        ({"kind": "delay", "times": "x", "share": "2"}, ["/times", "/share"]),
        ({"kind": "delay", "persona": "nobody", "operation": "check"}, ["/parameters", "/match/persona"]),
        ({"kind": "delay", "parameters": '{"milliseconds": 5}', "times": ""}, ["/for_seconds"]),
    ],
)
def test_a_fault_that_cannot_be_is_told_beside_what_was_written(
    simulator: Simulator, written: dict[str, str], told: list[str]
) -> None:
    answer = post(simulator, "/console/faults", {"times": "1", **written})

    assert answer.status_code == 200
    alert = answer.text.split('role="alert"')[1].split("</div>")[0]
    assert [pointer for pointer in told if f"<code>{pointer}</code>" not in alert] == []
    if parameters := written.get("parameters"):
        assert f'name="parameters" value="{escape(parameters)}"' in answer.text.replace("&#34;", "&quot;")
    assert httpx.get(f"{simulator.control_url}/faults").json()["items"] == []


def test_the_journal_shows_the_latest_and_why_each_was_answered_so(simulator: Simulator) -> None:
    answered = page(simulator, post(simulator, "/console/personas/employee-with-limit/card").headers["location"])
    found = re.search(r'href="(/console/journal\?check_id=[0-9a-f-]+)"', answered)
    assert found
    deadline = time.monotonic() + WITHIN_S
    while not (rows := re.findall(r'href="(/console/journal/requests/[^"]+)"', page(simulator, found[1]))):
        # An entry can be read a second after its answer at the latest.
        assert time.monotonic() < deadline
        time.sleep(0.05)

    explained = page(simulator, rows[0])
    assert "<h1>check_eligibility</h1>" in explained
    assert ">employee-with-limit<" in explained
    assert "他の回答にならなかった理由" in explained
    assert ">適合<" in explained
    assert ">employee-with-limit<" in page(simulator, "/console/journal/now?persona=employee-with-limit")
    wrong = page(simulator, "/console/journal?persona=nobody")
    assert wrong.count('role="alert"') == 1
