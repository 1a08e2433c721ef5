"""What is wrong with a line stands where its writer looks: at a member of NDJSON, at a column of CSV."""

import pytest

from services.registry.imports.rules.forms import Encoding, Form, Format, placed
from shared.errors import Violation


@pytest.mark.parametrize(
    ("form", "written", "pointer"),
    [
        (Form(Format.NDJSON, Encoding.UTF_8), "/person/sex", "/person/sex"),
        (Form(Format.CSV, Encoding.UTF_8, ("name", "sex")), "/person/sex", "/sex"),
        (Form(Format.CSV, Encoding.UTF_8, ("symbol",)), "/coverages/0/symbol", "/symbol"),
        (Form(Format.CSV, Encoding.UTF_8, ("name",)), "/person/sex", "/person/sex"),
        (Form(Format.CSV, Encoding.UTF_8, ("name",)), "", ""),
    ],
    ids=["member", "column", "column-of-a-coverage", "no-such-column", "whole-line"],
)
def test_a_violation_is_placed(form: Form, written: str, pointer: str) -> None:
    assert placed(Violation(written, "enum", "No.", "不可。"), form) == Violation(pointer, "enum", "No.", "不可。")


def test_shift_jis_is_what_windows_writes() -> None:
    assert b"\x87\x40\xfb\xfc\xfa\xb1".decode(Encoding.SHIFT_JIS.codec) == "①髙﨑"
    assert Encoding.UTF_8.codec == "utf-8"
