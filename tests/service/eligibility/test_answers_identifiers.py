"""Identifiers are found however they are written, and nothing else is."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from tests import benefits, builders
from tests.clinic import Clinic

KENPO = {"insurer_number": "02999918", "symbol": "シミュ-1", "number": "1024", "branch": "01"}
KOKUHO = {"insurer_number": "999914", "symbol": "模12", "number": "0000123", "branch": "01"}
KOUKI = {"insurer_number": "39999913", "number": "12345674"}
FUJO = {"insurer_number": "12999915", "number": "0012345"}

FOUND: list[tuple[str, dict[str, str], dict[str, str | None]]] = [
    ("as printed", KENPO, {}),
    ("blanks around the insurer", KENPO, {"insurer_number": "  02999918 "}),
    ("full width insurer", KENPO, {"insurer_number": "０２９９９９１８"}),
    ("insurer with a hyphen", KENPO, {"insurer_number": "02-999918"}),
    ("insurer without its zero", KENPO, {"insurer_number": "2999918"}),
    ("insurer with zeros too many", KENPO, {"insurer_number": "0002999918"}),
    ("full width symbol", KENPO, {"symbol": "シミュ－１"}),
    ("half width kana in the symbol", KENPO, {"symbol": "ｼﾐｭ-1"}),
    ("blanks inside the symbol", KENPO, {"symbol": "シミュ - 1"}),
    ("another hyphen", KENPO, {"symbol": "シミュ−1"}),
    ("a long vowel mark as hyphen", KENPO, {"symbol": "シミュー1"}),
    ("full width number", KENPO, {"number": "１０２４"}),
    ("zeros before the number", KENPO, {"number": "0001024"}),
    ("zeros to 28 characters before the number", KENPO, {"number": "0" * 24 + "1024"}),
    ("a blank before the number", KENPO, {"number": " 1024"}),
    ("no branch", KENPO, {"branch": None}),
    ("empty branch", KENPO, {"branch": ""}),
    ("blank branch", KENPO, {"branch": "  "}),
    ("branch of one digit", KENPO, {"branch": "1"}),
    ("full width branch", KENPO, {"branch": "０１"}),
    ("国保 of six digits", KOKUHO, {}),
    ("国保 padded with blanks", KOKUHO, {"insurer_number": "  999914"}),
    ("国保 padded with zeros", KOKUHO, {"insurer_number": "00999914"}),
    ("国保 with one zero before it", KOKUHO, {"insurer_number": "0999914"}),
    ("国保 without its zeros", KOKUHO, {"number": "123"}),
    ("後期 without symbol", KOUKI, {}),
    ("後期 with an empty symbol", KOUKI, {"symbol": ""}),
    ("後期 with a hyphen for no symbol", KOUKI, {"symbol": "-"}),
    ("後期 with a zero for no symbol", KOUKI, {"symbol": "０"}),
    ("医療扶助", FUJO, {}),
    ("医療扶助 with a hyphen for no symbol", FUJO, {"symbol": "−"}),
    ("医療扶助 without its zeros", FUJO, {"number": "12345"}),
    ("医療扶助 with empty symbol and branch", FUJO, {"symbol": "", "branch": ""}),
]
NOT_FOUND: list[tuple[str, dict[str, str], dict[str, str | None]]] = [
    ("another branch", KENPO, {"branch": "02"}),
    ("branch 00 is not no branch", KENPO, {"branch": "00"}),
    ("another birthdate", KENPO, {"birthdate": "1985-04-13"}),
    ("another insurer", KENPO, {"insurer_number": "06999916"}),
    ("no symbol", KENPO, {"symbol": None}),
    ("a hyphen where there is a symbol", KENPO, {"symbol": "-"}),
    ("another symbol", KENPO, {"symbol": "シミュ-2"}),
    ("a number that only begins so", KENPO, {"number": "10240"}),
    ("国保 with a law number in front", KOKUHO, {"insurer_number": "67999914"}),
    ("医療扶助 under the insurer of another", FUJO, {"insurer_number": "39999913"}),
]


async def publish_everybody(clinic: Clinic) -> None:
    for coverage in (
        builders.coverage(),
        benefits.municipal(symbol="模１２", number="0000123"),
        benefits.late_elderly(10),
        benefits.assistance(benefits.ticket()),
    ):
        await clinic.publish(builders.person(coverage, person_id=str(uuid4()), birthdate=date(1985, 4, 12)))


async def validity_of(clinic: Clinic, insured: dict[str, Any]) -> str:
    body = {"insured": {"birthdate": "1985-04-12", **insured}, "purpose": "CARE_VISIT"}
    answer = await clinic.check(body)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["validity"])


async def test_identifiers_are_found_however_they_are_written(clinic: Clinic) -> None:
    await publish_everybody(clinic)

    got = {fact: await validity_of(clinic, {**insured, **more}) for fact, insured, more in FOUND}

    assert got == {fact: "valid" for fact, _, _ in FOUND}


async def test_identifiers_that_differ_are_not_found(clinic: Clinic) -> None:
    await publish_everybody(clinic)

    got = {fact: await validity_of(clinic, {**insured, **more}) for fact, insured, more in NOT_FOUND}

    assert got == {fact: "not_found" for fact, _, _ in NOT_FOUND}


@pytest.mark.parametrize(
    ("more", "pointers"),
    [
        ({"insurer_number": "123456789"}, ["/insured/insurer_number"]),
        ({"number": ""}, ["/insured/number"]),
        ({"branch": "123"}, ["/insured/branch"]),
        (
            {"insurer_number": "x", "number": " ", "branch": "x"},
            ["/insured/insurer_number", "/insured/number", "/insured/branch"],
        ),
    ],
    ids=["insurer-of-nine", "empty-number", "branch-of-three", "all-at-once"],
)
async def test_what_cannot_be_an_identifier_is_refused_all_at_once(
    clinic: Clinic, more: dict[str, str], pointers: list[str]
) -> None:
    body = {"insured": {**KENPO, "birthdate": "1985-04-12", **more}, "purpose": "CARE_VISIT"}

    answer = await clinic.check(body)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == pointers


async def test_a_number_that_was_found_is_no_miss(clinic: Clinic) -> None:
    await publish_everybody(clinic)
    for _ in range(70):
        assert await validity_of(clinic, KENPO) == "valid"
