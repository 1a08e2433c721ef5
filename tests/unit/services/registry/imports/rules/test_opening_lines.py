"""How a file begins: a mark of its encoding, and of CSV the names of its columns, in either language."""

from dataclasses import replace

import pytest

from services.registry.imports.rules.forms import Encoding, Form, Format
from services.registry.imports.rules.opening_lines import opened
from services.registry.imports.rules.splitting import Part
from shared.errors import BodyUnreadable, RequestInvalid

NDJSON = Form(Format.NDJSON, Encoding.UTF_8)
CSV = Form(Format.CSV, Encoding.UTF_8)
ENGLISH = b"name,birthdate,sex,insurer_number,number,acquired_on"
JAPANESE = "氏名,生年月日,性別,保険者番号,番号,資格取得年月日"
COLUMNS = ("name", "birthdate", "sex", "insurer_number", "number", "acquired_on")


def part(content: bytes) -> Part:
    return Part(1, content, sum(1 for line in content.split(b"\n") if line.strip()))


def refused(content: bytes, form: Form = CSV) -> list[tuple[str, str]]:
    with pytest.raises(RequestInvalid) as error:
        opened(part(content), form)
    return [(each.pointer, each.code) for each in error.value.violations]


def test_a_byte_order_mark_is_no_text() -> None:
    assert opened(part(b"\xef\xbb\xbf{}\n{}"), NDJSON) == (Part(1, b"{}\n{}", 2), NDJSON)


def test_lines_without_one_are_left_as_they_are() -> None:
    assert opened(part(b"{}"), NDJSON) == (Part(1, b"{}", 1), NDJSON)


@pytest.mark.parametrize("content", ["{}".encode("utf-16"), "{}".encode("utf-16-be"), b"\xfe\xff\x00{"])
def test_utf_16_is_told(content: bytes) -> None:
    with pytest.raises(BodyUnreadable) as error:
        opened(part(content), NDJSON)
    assert str(error.value.detail).startswith("The file is UTF-16")


@pytest.mark.parametrize(
    ("header", "form"),
    [
        (ENGLISH, CSV),
        (b"\xef\xbb\xbf" + JAPANESE.encode(), CSV),
        (JAPANESE.encode("cp932"), replace(CSV, encoding=Encoding.SHIFT_JIS)),
        (b'"name", birthdate ,sex,insurer_number,number,acquired_on\r', CSV),
    ],
    ids=["english", "japanese-with-mark", "japanese-in-shift-jis", "quoted-with-blanks"],
)
def test_columns_are_named_in_either_language(header: bytes, form: Form) -> None:
    assert opened(part(header + b"\na,b"), form) == (Part(1, b"\na,b", 1), replace(form, columns=COLUMNS))


def test_lines_keep_their_numbers_where_blank_ones_stand_before_the_columns() -> None:
    assert opened(part(b"\n" + ENGLISH + b"\na,b"), CSV)[0] == Part(1, b"\n\na,b", 1)


def test_all_that_is_wrong_with_the_columns_is_told_at_once_and_no_unknown_name() -> None:
    assert refused(b"name,name,sex,birthdate,insurer_number,number,1234-5678-9018") == [
        ("", "unknown-column"),
        ("/name", "repeated"),
        ("/acquired_on", "missing"),
    ]
    with pytest.raises(RequestInvalid) as error:
        opened(part(ENGLISH + b",1234-5678-9018"), CSV)
    (violation,) = error.value.violations
    assert violation.message == "Column 7 is none that there is."


@pytest.mark.parametrize("content", [b"", b"\n \n", b"a,b,c\n", b'"name\n', JAPANESE.encode("cp932")])
def test_a_file_whose_first_line_names_no_column_is_refused(content: bytes) -> None:
    assert refused(content) == [("", "no-columns")]
