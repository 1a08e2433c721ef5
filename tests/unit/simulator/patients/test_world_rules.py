from datetime import date

import pytest

from simulator.patients.cells import FixturesInvalid
from simulator.patients.people import vendor_patients_kept, vendor_patients_of

TODAY = date(2026, 11, 20)
HEADER = "id,name,birthdate,sex,insurer_number,symbol,number,branch,acquired_on,lost_on,limit_category"


def rows(*lines: str) -> bytes:
    return "\n".join((HEADER, *lines, "")).encode()


def told(*lines: str) -> list[tuple[int | None, str | None]]:
    with pytest.raises(FixturesInvalid) as raised:
        vendor_patients_of(rows(*lines), 1, TODAY)
    return [(bad.line, bad.column) for bad in raised.value.bad_cells]


def test_patients_of_a_world_keep_their_line() -> None:
    vendor_patients = vendor_patients_of(
        rows(
            "a,試験,1980-01-01,1,06279999,1,10,00,2020-04-01,,", "", "b,試験,1980-01-01,1,06279999,1,11,00,2020-04-01,,"
        ),
        1,
        TODAY,
    )

    assert vendor_patients.lines == {"a": 2, "b": 4}
    assert [insurer.number for insurer in vendor_patients.insurers] == ["06279999"]
    assert vendor_patients.insurers_lines == {"06279999": 2}
    assert [(person.title_ja, person.title) for person in vendor_patients.people] == [
        ("試験", "Line 2 of the fixtures file"),
        ("試験", "Line 4 of the fixtures file"),
    ]


def test_a_number_that_another_line_has_on_the_same_days_is_told() -> None:
    assert told(
        "a,試験,1980-01-01,1,06279999,1,10,00,2020-04-01,,",
        "b,試験,1981-01-01,1,06279999,１,０10,00,2021-04-01,,",
        "c,試験,1981-01-01,1,06279999,1,10,01,2021-04-01,,",
    ) == [(3, "number")]


def test_a_number_may_go_from_one_to_another() -> None:
    vendor_patients = vendor_patients_of(
        rows(
            "a,試験,1980-01-01,1,06279999,1,10,00,2020-04-01,2021-04-01,",
            "b,試験,1981-01-01,1,06279999,1,10,00,2021-04-01,,",
        ),
        1,
        TODAY,
    )

    assert len(vendor_patients.people) == 2


def test_the_numbers_and_the_name_of_a_persona_are_taken() -> None:
    assert told("employee-with-limit,試験,1980-01-01,1,01139013,11103647,230999,00,2026-01-01,,") == [
        (2, "id"),
        (2, "number"),
    ]


def test_nobody_is_born_after_today() -> None:
    assert told("a,試験,2030-01-01,1,06279999,1,10,00,2030-01-01,,") == [(2, "birthdate")]


def test_what_the_law_refuses_is_told_by_its_cell() -> None:
    assert told(
        "a,試験,1966-01-01,1,39139019,,12345678,,2026-01-01,,",
        "b,試験,1940-01-01,1,06279999,1,10,00,2010-04-01,,ウ",
        "c,試験,1980-01-01,1,06279999,1,11,00,2010-04-01,,B01",
    ) == [(2, "acquired_on"), (3, "limit_category"), (4, "limit_category")]


def test_a_family_has_its_days_from_the_insured_person() -> None:
    header = HEADER.replace("limit_category", "relationship")
    lines = (
        "a,試験,1980-01-01,1,06279999,1,10,00,2020-04-01,2024-04-01,1",
        "b,試験,2010-01-01,1,06279999,1,10,01,2020-04-01,2024-04-01,2",
        "c,試験,2012-01-01,1,06279999,1,10,02,2020-04-01,,2",
        "d,試験,1950-01-01,1,39139019,,11,,2026-04-01,,2",
    )
    with pytest.raises(FixturesInvalid) as raised:
        vendor_patients_of("\n".join((header, *lines)).encode(), 1, TODAY)

    assert [(bad.line, bad.column) for bad in raised.value.bad_cells] == [(4, "lost_on"), (5, "relationship")]


def test_a_death_is_not_told_ahead() -> None:
    header = HEADER.replace("limit_category", "loss_reason")
    line = "a,試験,1980-01-01,1,06279999,1,10,00,2020-04-01,2026-12-01,死亡"
    with pytest.raises(FixturesInvalid) as raised:
        vendor_patients_of(f"{header}\n{line}\n".encode(), 1, TODAY)

    assert [(bad.line, bad.column) for bad in raised.value.bad_cells] == [(2, "lost_on")]


def test_everything_is_told_at_once_whoever_tells_it() -> None:
    assert told(
        "a,,1980-01-01,1,06279999,1,10,00,2020-04-01,,",
        "low-income,試験,1980-01-01,1,06279999,1,12,00,2020-04-01,,",
        "b,試験,1966-01-01,1,39139019,,12345678,,2026-01-01,,",
    ) == [(2, "name"), (3, "id"), (4, "acquired_on")]


def test_a_limit_certificate_ends_where_another_age_begins() -> None:
    vendor_patients = vendor_patients_of(rows("a,試験,1957-01-15,1,06279999,1,10,00,2020-04-01,,ウ"), 1, TODAY)
    (certificate,) = vendor_patients.people[0].memberships[0].limit_certificates

    assert (certificate.valid_from, certificate.valid_to) == (date(2026, 8, 1), date(2027, 1, 31))


def test_what_was_taken_along_is_the_same_people_later() -> None:
    content = rows("a,試験,昭和55年1月1日,1,06279999,1,10,00,R2.4.1,,")

    assert vendor_patients_kept(content, 1, TODAY) == vendor_patients_of(content, 1, TODAY)
