from datetime import date

from services.registry.statistics.messages import CheckMethodCounted, by_band
from shared.published.eligibility.counts import CheckCount

LAST, TODAY = date(2026, 10, 31), date(2026, 11, 20)


def test_ages_of_a_band_are_added_and_every_channel_and_band_has_its_row() -> None:
    rows = by_band(
        "06123457",
        {"2026-10": LAST, "2026-11": TODAY},
        [(LAST, 40, 3), (LAST, 44, 2), (TODAY, 75, 1), (TODAY, 99, 4)],
        [("2026-10", "portal", 41, 1), ("2026-10", "portal", 43, 1), ("2026-11", "atm", 80, 2)],
    )

    assert len(rows) == 2 * 4 * 16
    assert [
        (row.month, row.channel.value, row.age_band, row.registered, row.members) for row in rows if row.registered
    ] == [
        ("2026-10", "portal", "40-44", 2, 5),
        ("2026-11", "atm", "75-", 2, 5),
    ]
    assert {(row.month, row.age_band) for row in rows if row.members} == {("2026-10", "40-44"), ("2026-11", "75-")}


def test_a_count_without_an_institution_is_of_another_kind() -> None:
    shown = CheckMethodCounted.of(CheckCount("2026-11", "", "bulk", 7))
    assert shown.model_dump(mode="json") == {
        "month": "2026-11",
        "institution_kind": "other",
        "method": "bulk",
        "checks": 7,
    }
