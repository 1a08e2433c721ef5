"""A vendor's own test patients: brought along, asked about by number and by card, kept with the data."""

from itertools import takewhile
from pathlib import Path

import httpx

from tests.flows.people import card_of, clinic_of, persona
from tests.flows.program import Simulator, copied_world, run, simulator_in, world_folder

PATIENTS = (
    "識別子,氏名,生年月日,性別,保険者番号,記号,番号,枝番,資格取得年月日,資格喪失年月日,適用区分,暗証番号\n"
    "chart-7,試験　七子,1988-07-07,女,06279999,五反田,０００7,01,2019-04-01,,ウ,7777\n"
    "chart-8,試験　八郎,1961-08-08,男,138057,,88,,2019-04-01,2021-04-01,,none\n"
)


def assert_seven_is_answered(started: Simulator) -> None:
    seven = persona(started.control_url, "chart-7")
    with clinic_of(started.base_url, started.control_url) as clinic, card_of(started.base_url, seven) as card:
        by_card = clinic.check_card(card)
        by_number = clinic.check(insured=seven["insured"], purpose="CARE_VISIT")
    for answer in (by_card, by_number):
        assert answer.is_valid
        assert answer.results[0].name == "試験　七子"
    assert by_card.results[0].limit_certificate is not None
    assert by_card.results[0].limit_certificate.label == "ウ"


def test_patients_are_brought_along_and_kept() -> None:
    with world_folder() as data, world_folder() as folder:
        file = folder / "patients.csv"
        file.write_bytes(PATIENTS.encode("cp932"))
        with simulator_in(data, "--fixtures", str(file)) as started:
            assert_seven_is_answered(started)
            eight = persona(started.control_url, "chart-8")
            assert (eight["card"], eight["expected"]) == (None, {"card": None, "insured": {"validity": "invalid"}})
            with clinic_of(started.base_url, started.control_url) as clinic:
                answer = clinic.check(insured=eight["insured"], purpose="CARE_VISIT").document
            assert answer["validity"] == "invalid"
            where = ("--url", started.base_url, "--control-url", started.control_url)
            refused = run("check", "--persona", "chart-8", *where)
            assert (refused.returncode, "no card; ask with --by insured" in refused.stderr) == (1, True)
            assert answer["results"][0]["lost_on"] == "2021-04-01"
        with simulator_in(data) as again:
            assert_seven_is_answered(again)


def test_it_is_said_how_many_were_brought_along_and_they_stand_on_the_page(
    stopped_world: Path,
) -> None:
    with copied_world(stopped_world) as data, world_folder() as folder:
        file = folder / "patients.csv"
        file.write_text(PATIENTS)
        with simulator_in(data, "--fixtures", str(file)) as started:
            page = httpx.get(started.control_url, headers={"Accept": "text/html"}).text
            assert started.process.stdout is not None
            lines = (line.decode() for line in started.process.stdout)
            said = [*takewhile(lambda line: not line.startswith("Stop with"), lines)]

    assert "試験　七子" in page
    assert "fixtures  2 patients brought along / 持ち込みテスト患者 2名\n" in said
    # What this is not comes first.
    assert "UNOFFICIAL simulator" in said[1]


def test_bad_rows_are_named_and_nothing_starts() -> None:
    with world_folder() as folder:
        file = folder / "patients.csv"
        file.write_text(PATIENTS.replace("06279999", "0627").replace("1961-08-08", "Showa 36"))
        refused = run("up", "--port", "0", "--control-port", "0", "--fixtures", str(file))
        missing = run("up", "--port", "0", "--control-port", "0", "--fixtures", str(Path(folder) / "none.csv"))
        alone = run("controls", "--port", "0", "--fixtures", str(file))

    assert refused.returncode == missing.returncode == alone.returncode == 1
    for said in (refused.stderr, alone.stderr):
        assert "line 2, insurer_number（保険者番号）" in said
        assert "line 3, birthdate（生年月日）" in said
        assert "2 errors in the fixtures file" in said
        assert "Showa" not in said
    assert "none.csv" in missing.stderr


def test_what_the_server_alone_refuses_names_the_line_and_the_world_stays_as_it_was(
    stopped_world: Path,
) -> None:
    with copied_world(stopped_world) as data, world_folder() as folder:
        file, other = folder / "patients.csv", folder / "other.csv"
        file.write_text(PATIENTS)
        # Somebody of this name is there, born on another day.
        other.write_text(PATIENTS.replace("1961-08-08", "1962-08-08"))
        with simulator_in(data, "--fixtures", str(file)):
            pass
        refused = run("up", "--port", "0", "--control-port", "0", "--data", str(data), "--fixtures", str(other))
        with simulator_in(data) as again:
            eight = persona(again.control_url, "chart-8")

    assert refused.returncode == 1
    assert "fixtures: line 3（3行目）: POST" in refused.stderr
    assert "already-exists (it is there with other content" in refused.stderr
    assert eight["insured"]["birthdate"] == "1961-08-08"
