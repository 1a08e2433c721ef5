"""A file as spreadsheets and receipt computers write it: CSV, Shift_JIS where it says so, days in 和暦."""

from typing import Any

import pytest

from tests.service.registry.caller import SOCIETY, RegistryCaller, codes
from tests.service.registry.member_files import counts, published, rejected, rows_of, send

HEADER = "識別子,氏名,性別,生年月日,保険者番号,記号,番号,枝番,本人家族,資格取得年月日,資格喪失年月日,負担割合"
GOOD = "a,見本　花子,女,昭和60年4月1日,06123457,12,345,00,本人,R6.4.1,,"
LEFT = 'b,"見本,太郎",1,1985/4/2,06123457,12,346,00,,20240401,令和8年4月1日,３割'


async def sent(caller: RegistryCaller, *lines: str, codec: str = "utf-8", encoding: str = "utf-8") -> Any:
    content = "\r\n".join([HEADER, *lines]).encode(codec)
    return await send(caller, content, media_type="text/csv", encoding=encoding)


@pytest.mark.parametrize(("codec", "encoding"), [("utf-8-sig", "utf-8"), ("cp932", "shift_jis")])
async def test_a_table_goes_in(operator: RegistryCaller, codec: str, encoding: str) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    shown = await sent(
        operator,
        GOOD,
        "",
        LEFT,
        "c,見本　月子,女,昭和64年1月8日,06123457,12,347,00,,R6.4.1,,",
        "d,見本　星子,不明,昭和60年4月3日,06123457,12,348,00,,S59.4.1,,",
        "e,見本　雪子,女,昭和60年4月3日,06123457,12,345,00,,R6.4.1,,",
        'f,"見本',
        codec=codec,
        encoding=encoding,
    )
    assert counts(shown) == ("done", 6, 2, 0, 4)
    assert rejected(shown) == [
        (5, "/birthdate", "invalid"),
        (6, "/sex", "invalid"),
        (7, "/number", "taken"),
        (8, "", "quotation"),
    ]
    held = await published(operator)
    assert {name: [(each["number"], each["lost_on"], each["loss_reason"]) for each in held[name]] for name in held} == {
        "見本　花子": [("345", None, None)],
        "見本,太郎": [("346", "2026-04-01", "other")],
    }
    assert counts(await sent(operator, GOOD, LEFT, codec=codec, encoding=encoding)) == ("done", 2, 0, 2, 0)


async def test_a_file_in_another_encoding_than_it_says_is_told_line_by_line(operator: RegistryCaller) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    content = (HEADER.replace(HEADER, "name,sex,birthdate,insurer_number,number,acquired_on")).encode() + b"\n"
    content += "見本　花子,2,1985-04-01,06123457,345,2024-04-01\n".encode("cp932")
    content += b"Alice Mihon,2,1985-04-01,06123457,346,2024-04-01\n"
    shown = await send(operator, content, media_type="text/csv")
    assert (counts(shown), rejected(shown)) == (("done", 2, 1, 0, 1), [(2, "", "encoding")])


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("見本　花子,女", [("", "no-columns")]),
        ("name,sex,birthdate,insurer_number,number", [("/acquired_on", "missing")]),
        (f"{HEADER},記号,何か", [("", "unknown-column"), ("/symbol", "repeated")]),
    ],
)
async def test_columns_that_are_not_there_are_told_before_anything(
    operator: RegistryCaller, header: str, told: list[tuple[str, str]]
) -> None:
    headers = {**operator.headers, "Content-Type": "text/csv"}
    answer = await operator.http.post("/v1/imports", content=f"{header}\n{GOOD}\n".encode(), headers=headers)
    assert (answer.status_code, codes(answer)) == (422, told)
    assert await rows_of(operator, "SELECT * FROM registry.import_parts") == []
