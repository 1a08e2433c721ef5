"""What lists of the centre are asked for: a month, or days of consents; costs nothing."""

from datetime import date

import pytest

from services.eligibility.faces.oqs.fields import Text
from services.eligibility.faces.oqs.listing_requests import CONSENTED, EXAMINED, Days, read_days, read_month
from services.eligibility.faces.oqs.requests import Wrong
from services.eligibility.faces.oqs.sent import Sent
from services.eligibility.listings.rules import Month

TODAY = date(2026, 11, 20)


def sent(**leaves: str) -> Sent:
    return Sent(members={name: [Sent(Text(text))] for name, text in leaves.items()})


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("202611", Month(2026, 11)),
        (" 202602 ", Month(2026, 2)),
        ("202112", Month(2021, 12)),
        ("202110", None),
        ("202612", None),
        ("202600", None),
        ("000001", None),
        ("2026-11", None),
        ("２０２６１１", None),
        ("", None),
    ],
)
def test_a_month_is_this_one_or_of_the_last_five_years(text: str, month: Month | None) -> None:
    wrong = Wrong()

    assert read_month(sent(MedicalTreatmentMonth=text), TODAY, wrong) == month
    assert list(wrong.elements) == ([] if month else ["MedicalTreatmentMonth"])


def test_days_are_both_included_and_may_lie_ahead() -> None:
    days = {"ConsentDateFrom": "20261120", "ConsentDateTo": " 20261231"}

    assert read_days(sent(**days), "2", (CONSENTED,), Wrong()) == Days(TODAY, date(2026, 12, 31))
    assert read_days(sent(**days, MedicalTreatmentFlag="2"), "2", (CONSENTED,), Wrong()) is not None


def test_an_element_that_stands_twice_is_wrong() -> None:
    info, wrong = sent(ConsentDateFrom="20261120", ConsentDateTo="20261120"), Wrong()
    info.members["ConsentDateTo"] *= 2

    assert read_days(info, "3", (CONSENTED, EXAMINED), wrong) is None
    assert list(wrong.elements) == ["ConsentDateTo"]
