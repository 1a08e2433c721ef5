"""`onshi up`: kept data, reference dates, refusals to start, other databases."""

import contextlib
import json
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from onshi.__main__ import program_command
from onshi.problems import OnshiProblem
from shared.db.embedded import EmbeddedPostgres
from tests.flows.people import card_of, clinic_of, persona
from tests.flows.program import Simulator, copied_world, environment, run, running, simulator_in, world_folder


def check_by_card(base_url: str, control_url: str) -> Any:
    patient = persona(control_url, "employee-with-limit")
    with clinic_of(base_url, control_url) as clinic, card_of(base_url, patient) as card:
        return clinic.check_card(card)


def test_kept_data_is_the_same_world_again_also_in_a_copy(stopped_world: Path) -> None:
    with copied_world(stopped_world) as folder, world_folder() as elsewhere:
        with simulator_in(folder) as first, clinic_of(first.base_url, first.control_url) as clinic:
            answered = check_by_card(first.base_url, first.control_url)
            token = clinic.token()
        copy = elsewhere / "copy"
        subprocess.run(["/bin/cp", "-a", str(folder), str(copy)], check=True)
        with simulator_in(copy) as again:
            assert check_by_card(again.base_url, again.control_url).results[0] == answered.results[0]
            # The keys are kept too: a token of the first start is still good.
            challenge = httpx.post(
                f"{again.base_url}/eligibility/v1/challenges", headers={"Authorization": f"Bearer {token}"}
            )
            assert challenge.status_code == 200


def test_nothing_is_ready_before_the_world_has_its_people() -> None:
    with world_folder() as folder, free_port() as port, free_port() as control_port:
        ports = ("--port", str(port), "--control-port", str(control_port))
        command = program_command("up", *ports, "--data", str(folder), "--workers", "2")
        announcement, base_url = folder / "running.json", f"http://127.0.0.1:{port}"
        services = [f"{base_url}/{service}" for service in ("registry", "consent", "eligibility", "jpki")]
        addresses = (base_url, f"http://127.0.0.1:{control_port}", *services)
        early: list[dict[str, Any]] = []
        with (folder / "log").open("ab") as log, running(command, environment(), log) as process:
            assert process.stdout is not None
            first_words = process.stdout.read(400).decode(errors="replace")
            assert not announcement.exists()
            while not announcement.exists():
                assert process.poll() is None
                for address in addresses:
                    answer = early_answer(f"{address}/readyz")
                    # It may have been announced meanwhile.
                    if answer is not None and not announcement.exists():
                        assert answer.status_code == 503
                        early.append(answer.json())
            assert [httpx.get(f"{address}/readyz").status_code for address in addresses] == [200] * 6

    assert "UNOFFICIAL simulator" in first_words
    assert {"seeded": False} in [each.get("checks") for each in early]
    # Each service could be asked, and had nothing to miss but the people.
    assert {"database": True, "record_order": True, "seeded": False} in [each.get("checks") for each in early]


@contextlib.contextmanager
def free_port() -> Iterator[int]:
    """A port that was free a moment ago."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    yield port


def early_answer(url: str) -> httpx.Response | None:
    try:
        return httpx.get(url, timeout=0.5)
    except httpx.TransportError:
        return None


def test_a_second_one_on_the_same_data_is_refused(simulator: Simulator) -> None:
    second = run("up", "--port", "0", "--control-port", "0", "--data", str(simulator.folder))

    assert second.returncode == 1
    assert "another `onshi up` serves from" in second.stderr


def test_a_folder_that_cannot_be_used_is_refused_with_all_reasons_and_left_as_it_is() -> None:
    with world_folder() as folder:
        (folder / "postgres").mkdir()
        (folder / "postgres" / "PG_VERSION").write_text("18\n")
        (folder / "secrets.json").write_text("")
        before = sorted(folder.rglob("*"))

        refused = run("up", "--port", "0", "--control-port", "0", "--data", str(folder))
        (folder / "world.json").write_text("{")
        damaged = run("up", "--port", "0", "--control-port", "0", "--data", str(folder))
        purged = run("purge", "--data", str(folder), more={"ONSHI_RECORD_KEPT_DAYS": "30"})

        assert [path for path in sorted(folder.rglob("*")) if path.name not in ("lock", "world.json")] == before

    assert (refused.returncode, damaged.returncode, purged.returncode) == (1, 1, 1)
    assert "secrets.json is empty" in refused.stderr
    assert "postgres is there, but" in refused.stderr
    assert "world.json is damaged" in damaged.stderr
    assert "secrets.json is empty" in purged.stderr
    assert "Traceback" not in refused.stderr + damaged.stderr + purged.stderr


def test_a_port_in_use_is_said_so(simulator: Simulator) -> None:
    second = run("up", "--port", simulator.base_url.rpartition(":")[2], "--control-port", "0")

    assert second.returncode == 1
    assert "in use" in second.stderr


@pytest.mark.parametrize("command", [["up"], ["serve", "jpki"], ["controls"]])
def test_a_public_host_is_refused_unless_asked_for(command: list[str]) -> None:
    refused = run(*command, "--host", "0.0.0.0", more={"ONSHI_JPKI_DATABASE_URL": "postgresql://u:p@/x"})  # noqa: S104

    assert refused.returncode == 1
    assert "--allow-public" in refused.stderr


def test_the_reference_date_is_today_and_makes_the_same_people_again() -> None:
    arguments = ("--seed", "7", "--date", "2030-02-28")
    # The people that are made have right check digits: they are there also where these are asked for.
    more = {"ONSHI_CHECK_DIGITS": "strict", "ONSHI_MISS_LIMITS": "1"}
    with world_folder() as folder, simulator_in(folder, *arguments, more=more) as started:
        wrong = register_an_insurer(started, "06139990")
        logged = started.log.read_text()
        patient = persona(started.control_url, "employee-with-limit")
        other = persona(started.control_url, "municipal-nhi")
        answer = check_by_card(started.base_url, started.control_url)
        record = json.loads((folder / "world.json").read_bytes())

    assert str(answer.as_of) == patient["as_of"] == "2030-02-28"
    assert patient["insured"]["birthdate"] == "1985-11-20"
    assert other["insured"]["birthdate"] == "1978-02-28"
    assert answer.is_valid
    assert (record["seed"], record["reference_date"], record["seeded"]) == (7, "2030-02-28", True)
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (422, "check-digit")
    assert "ONSHI_MISS_LIMITS is no setting, and has no effect; did you mean ONSHI_MISS_LIMIT or" in logged


def register_an_insurer(started: Simulator, number: str) -> httpx.Response:
    operator = next(
        each for each in httpx.get(f"{started.control_url}/credentials").json()["items"] if each["role"] == "operator"
    )
    registry = f"{started.base_url}/registry/v1"
    token = httpx.post(
        f"{registry}/oauth/token",
        auth=(operator["client_id"], operator["client_secret"]),
        data={"grant_type": "client_credentials"},
    ).json()["access_token"]
    body = {"insurer_number": number, "name": "検証番号違い健康保険組合", "kind": "society"}
    return httpx.post(f"{registry}/insurers", json=body, headers={"Authorization": f"Bearer {token}"})


def test_settings_that_up_makes_itself_are_refused_all_at_once() -> None:
    more = {"ONSHI_NONCE_KEY": "a-secret-by-mistake", "ONSHI_CLOCK_OFFSET_S": "3600", "ONSHI_JPKI_URL": "http://there"}
    refused = run("up", "--port", "0", "--control-port", "0", more=more)

    assert refused.returncode == 1
    assert "a-secret-by-mistake" not in refused.stderr
    for name in more:
        assert f"{name} (" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_what_only_the_owner_may_read_is_not_readable_by_others(simulator: Simulator) -> None:
    files = ("secrets.json", "token-key.pem", "running.json")

    assert [(simulator.folder / file).stat().st_mode & 0o777 for file in files] == [0o600, 0o600, 0o600]


async def test_a_database_of_ones_own_is_used_as_it_is(given_postgres: EmbeddedPostgres) -> None:
    admin = await asyncpg.connect(given_postgres.admin_url)
    await admin.execute("CREATE DATABASE onshi_given")
    url = given_postgres.url_of("onshi_admin", "admin-test-password", "onshi_given")
    try:
        with world_folder() as folder:
            with simulator_in(folder, more={"ONSHI_DATABASE_URL": url}) as started:
                assert check_by_card(started.base_url, started.control_url).is_valid
            assert not (folder / "postgres").exists()
    finally:
        await admin.execute("DROP DATABASE onshi_given WITH (FORCE)")
        await admin.close()


def test_a_wrong_pin_is_a_problem_with_the_tries_left(simulator: Simulator) -> None:
    patient = persona(simulator.control_url, "low-income")
    patient["card"]["pin"] = "9999"

    with (
        clinic_of(simulator.base_url, simulator.control_url) as clinic,
        card_of(simulator.base_url, patient) as card,
        pytest.raises(OnshiProblem) as raised,
    ):
        clinic.check_card(card)

    assert raised.value.code == "pin-wrong"


def test_a_setting_that_is_missing_or_wrong_is_named_without_its_value() -> None:
    url = {"ONSHI_ELIGIBILITY_DATABASE_URL": "postgresql://u:p@/x"}
    missing = run("serve", "eligibility", more=url)
    wrong = run("serve", "eligibility", more={**url, "ONSHI_MISS_LIMIT": "a-secret-by-mistake"})

    assert (missing.returncode, wrong.returncode) == (1, 1)
    assert "ONSHI_NONCE_KEY must be set" in missing.stderr
    assert "ONSHI_MISS_LIMIT" in wrong.stderr
    assert "a-secret-by-mistake" not in wrong.stderr


def test_the_log_names_nobody(simulator: Simulator) -> None:
    who = persona(simulator.control_url, "municipal-nhi")
    insured = who["insured"]
    with clinic_of(simulator.base_url, simulator.control_url) as clinic, card_of(simulator.base_url, who) as card:
        answer = clinic.check_card(card)
        for wrong in ({**insured, "birthdate": "yesterday"}, {**insured, "surprise": insured["number"]}):
            with pytest.raises(OnshiProblem, match="request-invalid"):
                clinic.check(insured=wrong, purpose="CARE_VISIT")
        clinic.check(insured={**insured, "number": "987654321"}, purpose="CARE_VISIT")

    logged = simulator.log.read_text()
    personal = (insured["symbol"], insured["number"], insured["birthdate"], who["card"]["card_id"], "987654321")
    assert [text for text in personal if text in logged] == []
    assert answer.results[0].name not in logged
    assert (answer.results[0].address or "?") not in logged


def test_checks_on_the_command_line(simulator: Simulator) -> None:
    where = ("--url", simulator.base_url, "--control-url", simulator.control_url)
    answered = run("check", "--persona", "elderly-75", "--by", "insured", *where)
    refused = run("check", "--persona", "card-not-registered", *where)
    unknown = run("check", "--persona", "nobody", *where)

    assert (answered.returncode, json.loads(answered.stdout)["validity"]) == (0, "valid")
    assert refused.returncode == 1
    assert "card-not-registered (404)" in refused.stderr
    assert (unknown.returncode, unknown.stdout) == (1, "")


def test_tables_on_the_command_line(simulator: Simulator) -> None:
    shown = run("personas", "--control-url", simulator.control_url)
    clients = run("credentials", "--control-url", simulator.control_url)
    one = run("personas", "employee-with-limit", "--control-url", simulator.control_url)
    nobody = run("personas", "nobody", "--control-url", simulator.control_url)
    nowhere = run("personas", "--control-url", "http://127.0.0.1:9")

    assert "certificate-in-grace" in shown.stdout
    assert (
        shown.stdout.index("限度額の適用区分") < shown.stdout.index("limit-a01") < shown.stdout.index("年齢による区分")
    )
    assert (json.loads(one.stdout)["insured"]["insurer_number"], json.loads(one.stdout)["card"]["pin"]) == (
        "01139013",
        "1234",
    )
    assert (nobody.returncode, nobody.stdout) == (1, "")
    assert "clinic-development-secret" in clients.stdout
    assert nowhere.returncode == 1
    assert "start one with `onshi up`" in nowhere.stderr


def test_the_front_page_and_the_documents(simulator: Simulator) -> None:
    index = httpx.get(simulator.base_url, headers={"Accept": "text/html"})

    assert "非公式" in index.text
    for service in ("registry", "consent", "eligibility", "jpki"):
        document = httpx.get(f"{simulator.base_url}/{service}/openapi.json").json()
        assert "Unofficial simulator" in document["info"]["description"]
