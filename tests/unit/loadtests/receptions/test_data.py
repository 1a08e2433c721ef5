import json
from pathlib import Path

import pytest

from loadtests.receptions.data import Client, DataUnusable, read_data
from loadtests.receptions.schedule import People

CLINIC = Client("nation-clinic-00001", "secret", "2710900016", "CARE_VISIT", "clinic")
NURSING = Client("nation-nursing-00002", "secret", "2760000022", "CARE_NURSING", "nursing")


def written(folder: Path) -> Path:
    (folder / "clients.csv").write_text(
        "client_id,client_secret,role,institution_code,kind\n"
        "nation-clinic-00001,secret,institution,2710900016,clinic\n"
        "nation-nursing-00002,secret,institution,2760000022,nursing\n"
    )
    (folder / "patients.csv").write_text(
        "person_id,name,name_kana,sex,birthdate,insurer_number,symbol,number,branch,card_id,pin\n"
        "p1,架空　花子,カクウ　ハナコ,female,1956-01-15,019539,国10,100001,01,,\n"
        "p2,架空　太郎,カクウ　タロウ,male,1980-04-01,39010001,,10000018,,c2,1234\n"
    )
    (folder / "expected.ndjson").write_text(
        json.dumps(
            {"person_id": "p1", "as_of": "2026-12-01", "by_card": None, "by_identifiers": {"validity": "invalid"}}
        )
        + "\n"
        + json.dumps(
            {
                "person_id": "p2",
                "as_of": "2026-12-01",
                "by_card": {"validity": "valid"},
                "by_identifiers": {"validity": "valid"},
            }
        )
        + "\n"
    )
    (folder / "cards.ndjson").write_text(
        json.dumps({"card_id": "c2", "person_id": "p2", "institution_code": "2760000022", "private_key": "x"}) + "\n"
    )
    return folder


def test_who_comes_is_read_with_what_is_to_be_answered(tmp_path: Path) -> None:
    data = read_data(written(tmp_path))

    assert data.clients == [CLINIC, NURSING]
    assert data.day == "2026-12-01"
    (by_card,) = data.cards
    assert (by_card.expected, by_card.card_at, by_card.has_medical_data) == ({"validity": "valid"}, 0, True)
    first, second = data.identifiers
    assert (first.expected, first.is_covered, second.is_covered) == ({"validity": "invalid"}, False, True)
    assert data.people == People([0], [], [1], [0], [])
    assert first.insured == {
        "insurer_number": "019539",
        "birthdate": "1956-01-15",
        "symbol": "国10",
        "number": "100001",
        "branch": "01",
    }
    assert (second.insured["symbol"], second.insured["branch"]) == (None, None)


def test_consent_opens_nothing_of_who_is_insured_by_the_day(tmp_path: Path) -> None:
    patients = written(tmp_path) / "patients.csv"
    patients.write_text(patients.read_text().replace("39010001", "03010001"))

    assert [case.has_medical_data for case in read_data(tmp_path).cards] == [False]


def test_who_has_a_coverage_before_can_come_with_its_numbers(tmp_path: Path) -> None:
    folder = written(tmp_path)
    head, p1, p2 = (folder / "patients.csv").read_text().splitlines()
    more = ",former_insurer_number,former_symbol,former_number,former_branch"
    (folder / "patients.csv").write_text(f"{head}{more}\n{p1},06139018,12,100002,00\n{p2},019539,国11,100004,02\n")
    p1, p2 = (json.loads(line) for line in (folder / "expected.ndjson").read_text().splitlines())
    p1["by_former_identifiers"], p2["by_former_identifiers"] = {"validity": "invalid"}, {"validity": "superseded"}
    (folder / "expected.ndjson").write_text(f"{json.dumps(p1)}\n{json.dumps(p2)}\n")

    data = read_data(folder)

    # Who has died since is answered as invalid by both, and does not come to this.
    assert [case.expected["validity"] for case in data.former] == ["invalid", "superseded"]
    assert data.people.former == [1]
    assert data.former[1].insured == {
        "insurer_number": "019539",
        "birthdate": "1980-04-01",
        "symbol": "国11",
        "number": "100004",
        "branch": "02",
    }


def test_a_folder_without_data_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(DataUnusable, match=r"clients\.csv: No such file"):
        read_data(tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [("clients.csv", "client_id\nx\n"), ("expected.ndjson", "{}\n"), ("cards.ndjson", "no JSON\n")],
)
def test_files_that_do_not_fit_are_refused(tmp_path: Path, name: str, content: str) -> None:
    (written(tmp_path) / name).write_text(content)

    with pytest.raises(DataUnusable, match="do not fit together"):
        read_data(tmp_path)


def test_data_without_cards_are_refused(tmp_path: Path) -> None:
    (written(tmp_path) / "cards.ndjson").write_text("")

    with pytest.raises(DataUnusable, match="nobody"):
        read_data(tmp_path)
