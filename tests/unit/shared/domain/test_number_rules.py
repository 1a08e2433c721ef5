import pytest

from shared.domain.identifiers import InstitutionCode, InsurerNumber
from shared.domain.insurers import InsurerKind
from shared.domain.number_rules import (
    CheckDigits,
    institution_code_violations,
    insurer_number_violations,
    member_number_violations,
)


def _insurer(number: str, kind: InsurerKind, check_digits: CheckDigits) -> list[str]:
    return [each.code for each in insurer_number_violations(InsurerNumber(number), kind, check_digits)]


@pytest.mark.parametrize(
    ("number", "kind", "lenient", "strict"),
    [
        ("06130488", InsurerKind.SOCIETY, [], []),
        ("06130480", InsurerKind.SOCIETY, [], ["check-digit"]),
        ("123456", InsurerKind.MUNICIPAL_NHI, [], ["check-digit"]),
        ("139014", InsurerKind.MUNICIPAL_NHI, [], []),
        ("133033", InsurerKind.NHI_SOCIETY, [], []),
        ("139014", InsurerKind.NHI_SOCIETY, [], ["insurer-part"]),
        ("06480012", InsurerKind.SOCIETY, ["prefecture"], ["prefecture", "check-digit"]),
        ("06990014", InsurerKind.SOCIETY, [], []),
        ("06000012", InsurerKind.KYOKAI, ["law-number", "prefecture"], ["law-number", "prefecture"]),
        ("39139019", InsurerKind.ELDERLY, [], []),
    ],
)
def test_every_violation_of_an_insurers_number_is_told(
    number: str, kind: InsurerKind, lenient: list[str], strict: list[str]
) -> None:
    assert _insurer(number, kind, "lenient") == lenient
    assert _insurer(number, kind, "strict") == strict


@pytest.mark.parametrize(
    ("code", "strict"),
    [
        ("0110113719", []),
        ("9910000018", []),
        ("0110113710", ["check-digit"]),
        ("4820113718", ["prefecture", "fee-table", "check-digit"]),
    ],
)
def test_institution_codes_are_judged_when_asked_strictly(code: str, strict: list[str]) -> None:
    assert institution_code_violations(InstitutionCode(code), "lenient") == []
    assert [each.code for each in institution_code_violations(InstitutionCode(code), "strict")] == strict


@pytest.mark.parametrize(
    ("kind", "symbol", "number", "strict"),
    [
        (InsurerKind.ELDERLY, None, "01234567", ["check-digit"]),
        (InsurerKind.ELDERLY, None, "01234566", []),
        (InsurerKind.ELDERLY, "12", "123456789", ["not-here", "length"]),
        (InsurerKind.KYOKAI, "１２３４５６７", "1", []),
        (InsurerKind.KYOKAI, "12-34", "1", ["length"]),
        (InsurerKind.SOCIETY, "12-34", "1", []),
    ],
)
def test_numbers_of_members_are_judged_when_asked_strictly(
    kind: InsurerKind, symbol: str | None, number: str, strict: list[str]
) -> None:
    assert member_number_violations(kind, symbol, number, "lenient") == []
    assert [each.code for each in member_number_violations(kind, symbol, number, "strict")] == strict
