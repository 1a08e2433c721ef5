"""Cells are read as people and receipt computers write them; all that cannot be read is told at once."""

import pytest

from services.registry.imports.messages.cells import value_of
from services.registry.imports.rules.lines import Unread

COLUMNS = ("name", "sex", "birthdate", "number", "lost_on", "share_percent", "loss_reason", "id", "pin")


def test_a_line_is_a_person_with_a_coverage() -> None:
    assert value_of(2, '"見本　花子",女性,S60.4.1, 345 ,,３割,,x-1,1234', COLUMNS) == {
        "person": {"name": "見本　花子", "sex": "female", "birthdate": "1985-04-01"},
        "coverages": [{"number": "345", "relationship": "self", "share_percent": 30}],
    }


@pytest.mark.parametrize(("reason", "read"), [("", "other"), ("死亡", "death"), ("知らない", None)])
def test_a_loss_has_a_reason(reason: str, read: str | None) -> None:
    value = value_of(2, f",,,345,2026/4/1,,{reason}", COLUMNS)
    if isinstance(value, Unread):
        assert (read, [each.pointer for each in value.violations]) == (None, ["/loss_reason"])
    else:
        assert value["coverages"] == [
            {"number": "345", "relationship": "self", "lost_on": "2026-04-01", "loss_reason": read}
        ]


def test_every_cell_that_cannot_be_read_is_told() -> None:
    value = value_of(2, "a,x,昭和64年1月8日,345,99999999,5", COLUMNS)
    assert isinstance(value, Unread)
    assert [each.pointer for each in value.violations] == ["/sex", "/birthdate", "/lost_on", "/share_percent"]


@pytest.mark.parametrize(("line", "code"), [('"a', "quotation"), ("a,,,,,,,,,x", "too-many-cells")])
def test_what_is_no_line_of_this_table_is_told(line: str, code: str) -> None:
    value = value_of(2, line, COLUMNS)
    assert isinstance(value, Unread)
    assert [each.code for each in value.violations] == [code]


@pytest.mark.parametrize(
    ("category", "kind", "code"),
    [("ウ", "limit", "A03"), ("B05", "limit_and_meals", "B05"), ("オ", "limit_and_meals", "A05")],
)
def test_a_limit_certificate_has_its_days_beside_it(category: str, kind: str, code: str) -> None:
    columns = ("number", "limit_category", "limit_valid_from", "limit_valid_to")
    value = value_of(2, f"345,{category},令和8年8月1日,R9.7.31", columns)
    assert not isinstance(value, Unread)
    assert value["coverages"][0]["limit_certificates"] == [
        {
            "kind": kind,
            "category": code,
            "issued_on": "2026-08-01",
            "valid_from": "2026-08-01",
            "valid_to": "2027-07-31",
        }
    ]
    alone = value_of(2, f"345,{category},,", columns)
    assert isinstance(alone, Unread)
    assert [(each.pointer, each.code) for each in alone.violations] == [
        ("/limit_valid_from", "missing"),
        ("/limit_valid_to", "missing"),
    ]
