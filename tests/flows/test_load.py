"""A load run as people start it: each of its exit codes, by a run of a few seconds against a world of load-data."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from loadtests.machine.servers import free_port
from loadtests.mix.reading import NEWEST
from loadtests.outputs.writing import FILES
from loadtests.receptions.schedule import Kind
from tests.flows.loads import STEADY, Served, copied, load, served_world, verdict


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with served_world() as world:
        yield world


def test_a_good_run_ends_with_0_and_says_what_it_asked(served: Served, tmp_path: Path) -> None:
    ended = load(served.base_url, served.data, tmp_path, *STEADY)

    assert ended.returncode == 0, ended.stderr
    found = verdict(tmp_path)
    assert (found["exit"], found["asked"], found["started"], found["dropped"]) == (0, 45, 45, 0)
    rows = {row["name"]: row for row in found["rows"]}
    checks = {kind.value for kind in Kind} - {Kind.BULK.value}
    assert sum(rows[name]["count"] for name in checks if name in rows) == 45
    assert rows["check by card"]["count"]
    # What the generator does itself is no row.
    assert set(rows) <= {*checks, "view of medication", "view of diagnosis", "view of checkups", "token", "challenge"}
    assert rows["view of diagnosis"]["count"]
    assert found["warm_up"]["requests"] >= 15
    assert found["reckoning"] == "15 receptions a second, as asked for"
    assert [process["name"] for process in found["processes"]] == ["generator", "signer 1", "signer 2"]
    assert (tmp_path / "junit.xml").exists()


def test_wrong_answers_end_with_1(served: Served, tmp_path: Path) -> None:
    data = copied(served.data, tmp_path / "data")
    # The first patient is the one who is asked about before the run.
    first, others = (data / "expected.ndjson").read_text(encoding="utf-8").split("\n", 1)
    spoilt = others.replace('{"validity":"valid"}', '{"validity":"valid_unregistered"}')
    (data / "expected.ndjson").write_text(f"{first}\n{spoilt}", encoding="utf-8")

    ended = load(served.base_url, data, tmp_path, *STEADY)

    assert ended.returncode == 1, ended.stderr
    assert "answers were wrong" in ended.stderr
    assert verdict(tmp_path)["complaints"]


def test_a_threshold_that_is_not_kept_ends_with_2(served: Served, tmp_path: Path) -> None:
    ended = load(served.base_url, served.data, tmp_path, *STEADY, "--threshold", "check by card:p99<0.01")

    assert ended.returncode == 2, ended.stderr
    assert "check by card:p99<0.01 was not kept" in ended.stderr
    assert [each["kept"] for each in verdict(tmp_path)["thresholds"]] == [True, True, False]


def test_a_run_that_starts_too_little_is_void_and_ends_with_3(served: Served, tmp_path: Path) -> None:
    ended = load(served.base_url, served.data, tmp_path, "--rate", "100", "--seconds", "2", "--most-under-way", "1")

    assert ended.returncode == 3, ended.stderr
    found = verdict(tmp_path)
    assert found["asked"] == 200
    assert found["started"] + found["dropped"] == 200
    assert found["dropped"] > 100


def test_a_dead_host_ends_with_4_and_one_sentence(served: Served, tmp_path: Path) -> None:
    ended = load(f"http://127.0.0.1:{free_port()}", served.data, tmp_path, *STEADY)

    assert ended.returncode == 4, ended.stderr
    assert "does not answer (ConnectError)" in ended.stderr
    assert not (tmp_path / "verdict.json").exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--threshold", "check by fax:p99<300"), "a run has no 'check by fax'"),
        (("--data", "/nonexistent"), "holds no data of onshi load-data"),
        (("--rate", "0.01"), "are none"),
        (("--shape", "wave"), "there is no shape 'wave'"),
        (("--scale", "farm:500"), "farm:500 needs 500 institutions of the kind clinic"),
        (("--mix", "/nonexistent"), "/nonexistent holds no mix"),
    ],
    ids=["a threshold on no row", "no data", "no receptions", "no shape", "too few institutions", "no mix"],
)
def test_what_cannot_be_measured_ends_with_4(
    served: Served, tmp_path: Path, options: tuple[str, ...], says: str
) -> None:
    ended = load(served.base_url, served.data, tmp_path, *STEADY, *options)

    assert ended.returncode == 4, ended.stderr
    assert says in ended.stderr


def test_data_of_another_seed_end_with_4(served: Served, tmp_path: Path) -> None:
    data = copied(served.data, tmp_path / "data")
    clients = (data / "clients.csv").read_text(encoding="utf-8")
    secret = clients.splitlines()[1].split(",")[1]
    (data / "clients.csv").write_text(clients.replace(secret, "f" * len(secret)), encoding="utf-8")

    ended = load(served.base_url, data, tmp_path, *STEADY)

    assert ended.returncode == 4, ended.stderr
    assert "serves another world" in ended.stderr


def test_data_of_another_day_end_with_4(served: Served, tmp_path: Path) -> None:
    data = copied(served.data, tmp_path / "data")
    expected = (data / "expected.ndjson").read_text(encoding="utf-8")
    day = re.search(r'"as_of":"([-0-9]{10})"', expected)
    assert day is not None
    (data / "expected.ndjson").write_text(expected.replace(day[1], "2026-01-15"), encoding="utf-8")

    ended = load(served.base_url, data, tmp_path, *STEADY)

    assert ended.returncode == 4, ended.stderr
    assert f"says what is answered on 2026-01-15, and in the world it is {day[1]}" in ended.stderr


def test_too_few_files_end_with_4(served: Served, tmp_path: Path) -> None:
    ended = load(served.base_url, served.data, tmp_path, *STEADY, files=256)

    assert ended.returncode == 4, ended.stderr
    assert "need 500 files and a process has 256" in ended.stderr


def test_who_comes_with_former_numbers_is_answered_as_superseded(served: Served, tmp_path: Path) -> None:
    mix = tmp_path / "mix.toml"
    mix.write_text(
        NEWEST.read_text(encoding="utf-8").replace("superseded = 1.0", "superseded = 40.0"), encoding="utf-8"
    )
    asked = (*STEADY, "--mix", str(mix))

    ended = load(served.base_url, served.data, tmp_path, *asked)

    assert ended.returncode == 0, ended.stderr
    (former,) = [row for row in verdict(tmp_path)["rows"] if row["name"] == "check with former numbers"]
    assert former["count"] > 5
    assert (former["wrong"], former["errors"]) == (0, 0)

    # Their own numbers are answered as valid, and that is another answer.
    data = copied(served.data, tmp_path / "data")
    with (data / "patients.csv").open(encoding="utf-8", newline="") as file:
        patients = list(csv.DictReader(file))
    for patient in patients:
        patient.update({f"former_{name}": patient[name] for name in ("insurer_number", "symbol", "number", "branch")})
    with (data / "patients.csv").open("w", encoding="utf-8", newline="") as file:
        written = csv.DictWriter(file, patients[0])
        written.writeheader()
        written.writerows(patients)

    ended = load(served.base_url, data, tmp_path, *asked)

    assert ended.returncode == 1, ended.stderr
    assert "check with former numbers: expected validity superseded, got valid" in verdict(tmp_path)["complaints"]


def test_an_evening_of_bulk_checks_is_compared_person_by_person(served: Served, tmp_path: Path) -> None:
    options = ("--shape", "monday", "--scale", "chain:1", "--rate", "20", "--seconds", "12", "--warm-up", "0")

    ended = load(served.base_url, served.data, tmp_path, *options)

    assert ended.returncode == 0, ended.stderr
    rows = {row["name"]: row for row in verdict(tmp_path)["rows"]}
    assert rows["bulk check"]["count"] == 1
    assert rows["bulk result"]["count"] >= 1


def test_a_threshold_that_aborts_ends_the_run_at_once(served: Served, tmp_path: Path) -> None:
    options = ("--rate", "15", "--seconds", "60", "--threshold", "check by identifiers:p50<0.01 abort")

    ended = load(served.base_url, served.data, tmp_path, *options)

    assert ended.returncode == 2, ended.stderr
    assert "the run was ended: check by identifiers:p50<0.01 abort was not kept" in ended.stderr
    found = verdict(tmp_path)
    assert 0 < found["started"] < found["asked"] == 900
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(FILES)


def test_a_climb_says_what_it_came_to(served: Served, tmp_path: Path) -> None:
    options = ("--shape", "step", "--rate", "20", "--seconds", "32", "--threshold", "check by identifiers:p50<0.01")

    ended = load(served.base_url, served.data, tmp_path, *options)

    assert ended.returncode == 2, ended.stderr
    capacity = verdict(tmp_path)["capacity"]
    assert capacity["rate"] is None
    assert "check by identifiers:p50<0.01 was not kept at 5 receptions a second" in capacity["broken_by"]


def test_a_budget_of_misses_that_was_used_up_is_a_right_answer(served: Served, tmp_path: Path) -> None:
    # The last one: for a minute the clinic is refused whatever it asks by numbers.
    mix = tmp_path / "mix.toml"
    text = NEWEST.read_text(encoding="utf-8")
    mix.write_text(text.replace("not_found = 1.0", "not_found = 60.0"), encoding="utf-8")
    clinic = ("--scale", "clinic", "--seconds", "4", "--warm-up", "0")

    ended = load(served.base_url, served.data, tmp_path, *clinic, "--rate", "60", "--mix", str(mix))

    assert ended.returncode == 0, ended.stderr
    found = verdict(tmp_path)
    assert found["rightly_refused_for_misses"] > 0
    assert found["refused_for_misses_before_the_run"] == 0
    assert {row["wrong"] + row["errors"] for row in found["rows"]} == {0}

    # Another run within the minute sends few such questions itself: that they were before it, the refusal says.
    ended = load(served.base_url, served.data, tmp_path, *clinic, "--rate", "15")

    assert ended.returncode == 0, ended.stderr
    found = verdict(tmp_path)
    assert found["refused_for_misses_before_the_run"] == found["rightly_refused_for_misses"] > 0
    assert {row["wrong"] + row["errors"] for row in found["rows"]} == {0}
