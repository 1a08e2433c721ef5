import pytest

from simulator.patients.cells import BadCell, FixturesInvalid
from simulator.patients.table import lines_of

HEADER = "氏名,生年月日,性別,保険者番号,番号,資格取得年月日"
PATIENT = "試験　花子,1990-05-06,2,06139018,1,2024-01-01"


def read(content: bytes) -> list[tuple[int, str]]:
    bad: list[BadCell] = []
    lines = [(line.line, line.text("name")) for line in lines_of(content, bad)]
    assert bad == []
    return lines


def refusal(content: bytes) -> list[str]:
    bad: list[BadCell] = []
    try:
        for _ in lines_of(content, bad):
            pass
    except FixturesInvalid as error:
        return [str(each) for each in error.bad_cells]
    return [str(each) for each in bad]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_machine(end: str) -> None:
    assert read(f"{HEADER}{end}{end}{PATIENT}{end}".encode()) == [(3, "試験　花子")]


def test_a_cell_may_hold_a_line_break_and_its_record_begins_where_it_begins() -> None:
    text = f'住所,{HEADER}\n"模擬市\n見本町",{PATIENT}\n,{PATIENT}\n'

    assert [line for line, _ in read(text.encode())] == [2, 4]


def test_empty_columns_that_a_spreadsheet_leaves_behind_are_none() -> None:
    assert read(f"{HEADER},,\n{PATIENT},,\n".encode()) == [(2, "試験　花子")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"\n\n", "the file is empty"),
        (f"{HEADER}\n".encode(), "there is no patient below the header"),
        (f"{HEADER}\n,,,,,\n".encode(), "there is no patient below the header"),
        (f"{HEADER}\n{PATIENT}\n".encode("utf-16"), "the file is UTF-16"),
        (f"{HEADER}\n{PATIENT}\n".encode("utf-16-le"), "the file is UTF-16"),
        (b"\x81 \n", "line 1: neither UTF-8 nor Shift_JIS"),
        (HEADER.encode() + b"\n\x81 ", "line 2: neither UTF-8 nor Shift_JIS"),
        (f"{HEADER}\n{PATIENT}\n".replace(",", "\t").encode(), "line 1: the columns are separated by tabs"),
        (f"{HEADER}\n{PATIENT}\n".replace(",", ";").encode(), "line 1: the columns are separated by semicolons"),
        (f"{PATIENT}\n{PATIENT}\n".encode(), "line 1: the first line names no column"),
        (f"{HEADER},性別\n{PATIENT},1\n".encode(), "line 1, sex（性別）: the column stands there twice"),
        (f"{HEADER},sex\n{PATIENT},1\n".encode(), "line 1, sex（性別）: the column stands there twice"),
        (f"{HEADER},靴\n{PATIENT},1\n".encode(), "line 1, 靴: there is no such column"),
        (f"{HEADER}\n{PATIENT},1\n".encode(), "line 2: there are more cells than columns"),
        (f'{HEADER}\n{PATIENT}\n"試験,1\n{PATIENT}\n'.encode(), "line 3: a quotation mark stands alone"),
        (f'{HEADER}\n"試験"花子,1\n'.encode(), "line 2: a quotation mark stands alone"),
        (b"," * (4 * 1024 * 1024 + 1), "the file is larger than 4 MiB"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_once(content: bytes, said: str) -> None:
    (told,) = refusal(content)

    assert told.startswith(said)
    assert "試験" not in told
    assert "?" not in told
