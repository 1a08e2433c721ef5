from datetime import date

import pytest

from shared.domain.carried_text import as_carried
from shared.domain.codes import LimitCategory, LossReason, Relationship, Sex
from shared.domain.insurers import InsurerKind
from simulator.patients.cells import FixturesInvalid
from simulator.patients.rows import read_fixtures

GOOD = """\
id,name,name_kana,birthdate,sex,insurer_number,symbol,number,branch,relationship,acquired_on,limit_category,pin
chart-1,試験　一郎,ｼｹﾝ ｲﾁﾛｳ,1980-02-03,male,06139018,12,345,00,self,2020-04-01,ウ,4321
chart-2,試験　二郎,,1950/01/02,男,138057,国-1,77,,,20200401,,none
"""
JAPANESE = """\
氏名,生年月日,性別,保険者番号,番号,資格取得年月日,資格喪失年月日
試験　花子,1990-05-06,2,39139019,12345678,2024-01-01,2026-10-01
"""


def errors(text: str) -> list[tuple[int | None, str | None]]:
    with pytest.raises(FixturesInvalid) as raised:
        read_fixtures(text.encode())
    return [(bad.line, bad.column) for bad in raised.value.bad_cells]


def test_a_row_becomes_a_patient() -> None:
    first, second = read_fixtures(GOOD.encode())

    assert (first.id, first.sex, first.birthdate) == ("chart-1", Sex.MALE, date(1980, 2, 3))
    assert (first.insurer_number, first.insurer_kind) == ("06139018", InsurerKind.SOCIETY)
    assert (first.limit_category, first.pin, first.branch) == (LimitCategory.A03, "4321", "00")
    assert (second.insurer_kind, second.relationship) == (InsurerKind.MUNICIPAL_NHI, Relationship.SELF)
    assert (second.birthdate, second.acquired_on) == (date(1950, 1, 2), date(2020, 4, 1))
    assert (second.branch, second.pin) == (None, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_japanese_columns_in_the_encodings_of_excel(encoding: str) -> None:
    (row,) = read_fixtures(JAPANESE.encode(encoding))

    assert (row.name, row.sex, row.insurer_kind) == ("試験　花子", Sex.FEMALE, InsurerKind.ELDERLY)
    assert (row.lost_on, row.loss_reason, row.pin) == (date(2026, 10, 1), LossReason.OTHER, "1234")
    assert row.id == "fixture-2"


def test_every_bad_cell_is_named_at_once_and_none_is_quoted() -> None:
    text = (
        "name,birthdate,sex,insurer_number,number,acquired_on,lost_on,share_percent,pin\n"
        ",yesterday,5,123,,2020-01-01,2019-01-01,15,12\n"
        "試験,1990-01-01,female,99999999,1,2020-01-01,,30,\n"
    )
    assert errors(text) == [
        (2, "name"),
        (2, "birthdate"),
        (2, "sex"),
        (2, "insurer_number"),
        (2, "number"),
        (2, "lost_on"),
        (2, "share_percent"),
        (2, "pin"),
        (3, "insurer_number"),
    ]
    with pytest.raises(FixturesInvalid) as raised:
        read_fixtures(text.encode())
    assert "yesterday" not in " ".join(map(str, raised.value.bad_cells))


def test_unknown_and_missing_columns_are_named() -> None:
    assert errors("name,shoe_size\nx,9\n") == [
        (1, "shoe_size"),
        (1, "birthdate"),
        (1, "sex"),
        (1, "insurer_number"),
        (1, "number"),
        (1, "acquired_on"),
    ]


def test_a_my_number_is_refused_in_any_cell() -> None:
    for number in ("123456789018", "0123456789018", "123456 789018"):
        assert errors(GOOD.replace("345", number)) == [(2, "number")]


def test_an_id_stands_once() -> None:
    assert errors(GOOD.replace("chart-2", "chart-1")) == [(3, "id")]


def test_empty_lines_are_nobody() -> None:
    assert len(read_fixtures((GOOD + ",,,,,,,,,,,,\n\n").encode())) == 2


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("id", "../x"),
        ("id", "a/b"),
        ("id", "x" * 65),
        ("name", "試" * 101),
        ("name", "試\0験"),
        ("name_kana", "ｼ" * 101),
        ("postal_code", "123"),
        ("address", "町" * 201),
        ("insurer_number", "06489018"),
        ("insurer_name", "模" * 101),
        ("symbol", "1" * 21),
        ("number", "1" * 21),
        ("branch", "123"),
        ("birthdate", "1500-01-01"),
        ("acquired_on", "1979-01-01"),
        ("lost_on", "2020-04-01"),
        ("lost_on", "9999-12-31"),
    ],
)
def test_what_the_registry_would_refuse_is_told_by_its_cell(column: str, cell: str) -> None:
    names = "id,name,name_kana,birthdate,sex,postal_code,address,insurer_number,insurer_name,symbol,number,branch"
    good = "chart-1,試験　一郎,ｼｹﾝ,1980-02-03,male,999-0001,模擬市,06139018,模擬,12,345,00,2020-04-01,2021-04-01"
    row = dict(zip(f"{names},acquired_on,lost_on".split(","), good.split(","), strict=True))
    bad = ",".join({**row, column: cell}.values())

    assert errors(f"{','.join(row)}\n{bad}\n") == [(2, column)]
    assert len(read_fixtures(f"{','.join(row)}\n{good}\n".encode())) == 1


def test_a_postal_code_is_brought_into_its_form() -> None:
    text = JAPANESE.replace("氏名,", "郵便番号,氏名,").replace("試験", "９９９０００１,試験")

    assert read_fixtures(text.encode())[0].postal_code == "999-0001"


def test_an_id_in_japanese_is_one() -> None:
    assert read_fixtures(GOOD.replace("chart-1", "患者1_a.b-c").encode())[0].id == "患者1_a.b-c"


def test_the_other_line_of_an_id_is_named() -> None:
    with pytest.raises(FixturesInvalid) as raised:
        read_fixtures(GOOD.replace("chart-2", "chart-1").encode())

    assert [str(bad) for bad in raised.value.bad_cells] == [
        "line 3, id（識別子）: line 2 has it too（2行目と重複しています）"
    ]
    assert str(raised.value) == "1 error in the fixtures file; nothing was started"


def test_cells_as_people_and_spreadsheets_write_them_are_read() -> None:
    header = "氏名,生年月日,性別,保険者番号,記号,番号,枝番,資格取得年月日,負担割合"
    text = f"{header}\n試験　花子,昭和二十五年五月六日生,女性,6139018.0,－,'00123,001,平成32年4月1日,３割\n"

    (row,) = read_fixtures(text.encode())

    assert (row.birthdate, row.acquired_on) == (date(1950, 5, 6), date(2020, 4, 1))
    assert (row.sex, row.share_percent, row.insurer_number, row.branch) == (Sex.FEMALE, 30, "06139018", "01")


def test_what_cannot_be_read_is_refused_with_the_cell_and_the_reason_in_both_languages() -> None:
    header = "name,birthdate,sex,insurer_number,number,acquired_on,share_percent"
    text = f"{header}\n試験,昭和64年1月8日,不明,06139018,1.23457E+11,4/1/2020,4割\n"

    with pytest.raises(FixturesInvalid) as raised:
        read_fixtures(text.encode())

    assert [str(bad) for bad in raised.value.bad_cells] == [
        "line 2, birthdate（生年月日）: the day lies outside of its era（元号の期間外の日付です）",
        "line 2, sex（性別）: write one of male, female, unset（男・女・未設定のいずれかです）",
        (
            "line 2, number（番号）: must not be in scientific notation: a spreadsheet has cut its digits; "
            "give it as text"
            "（表計算ソフトにより指数表記（例 1.23E+11）となり、桁が失われています。文字列として指定してください。）"
        ),
        (
            "line 2, acquired_on（資格取得年月日）: day and month can be read in two ways; write the year first"
            "（月と日の順序を判断できません。年・月・日の順で指定してください）"
        ),
        "line 2, share_percent（負担割合）: write 10, 20 or 30（10・20・30、または1割・2割・3割です）",
    ]


def test_a_character_of_a_vendor_s_own_comes_in_as_it_is_and_leaves_as_a_substitute() -> None:
    content = JAPANESE.encode("cp932").replace("花".encode("cp932"), b"\xf0\x40")

    (row,) = read_fixtures(content)

    assert row.name == "試験　\ue000子"
    assert as_carried(row.name) == "試験　●子"
