from datetime import date, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.web.bodies import BranchText, Hexadecimal, NumberText, PostalCode, SymbolText, Text
from shared.web.days import Day, Instant, Month


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        (Day, "2026-11-20", date(2026, 11, 20)),
        (Day, "1868-01-01", date(1868, 1, 1)),
        (Day, "2200-12-31", date(2200, 12, 31)),
        (Month, "2026-11", "2026-11"),
        (Instant, "2026-11-20T09:00:00+09:00", datetime.fromisoformat("2026-11-20T09:00:00+09:00")),
        (PostalCode, "１００─０００１", "100-0001"),
        (PostalCode, "1000001", "100-0001"),
        (SymbolText, "　", None),
        (SymbolText, "１２−３４", "１２−３４"),
        (NumberText, "0007", "0007"),
        (BranchText, "１", "01"),
        (BranchText, "", None),
        (Hexadecimal, "AABB", "aabb"),
        (Text, "見本　花子", "見本　花子"),
    ],
)
def test_what_can_be_meant_is_read(kind: Any, value: Any, read: Any) -> None:
    assert TypeAdapter(kind).validate_python(value) == read


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Day, 20261120),
        (Day, "2026-11-20T00:00:00"),
        (Day, "20261120"),
        (Day, "2026-02-30"),
        (Day, "1867-12-31"),
        (Day, "2201-01-01"),
        (Day, "9999-12-31"),
        (Month, "9999-12"),
        (Month, "0000-01"),
        (Month, "2026-13"),
        (Instant, "2500-01-01T00:00:00+09:00"),
        (Instant, "2026-11-20T09:00:00"),
        (Instant, 1_700_000_000),
        (Instant, "0001-01-01T00:00:00+09:00"),
        (PostalCode, "100-00011"),
        (SymbolText, "1" * 21),
        (NumberText, " "),
        (NumberText, "1\x002"),
        (BranchText, "123"),
        (Hexadecimal, "abc"),
        (Text, ""),
        (Text, "　"),
        (Text, "a\nb"),
    ],
)
def test_what_cannot_be_meant_is_refused(kind: Any, value: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)
