from datetime import date

import pytest

from shared.domain.coverage import Insurer
from shared.domain.insurers import InsurerKind
from tests import builders


def test_the_day_of_loss_is_not_covered() -> None:
    period = builders.coverage(acquired_on=date(2026, 4, 1), lost_on=date(2026, 11, 20)).period
    assert period.contains(date(2026, 11, 19))
    assert not period.contains(date(2026, 11, 20))


@pytest.mark.parametrize(("kind", "is_late_elderly"), [("elderly", True), ("society", False), ("nhi_retired", False)])
def test_the_scheme_from_75_on_is_told_by_the_insurer(kind: str, is_late_elderly: bool) -> None:
    coverage = builders.coverage(insurer=builders.insurer(kind=kind))
    assert coverage.is_late_elderly is is_late_elderly


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("06139018", InsurerKind.SOCIETY),
        ("39139019", InsurerKind.ELDERLY),
        ("63139018", InsurerKind.SPECIAL_RETIRED),
        # 国保: a municipality is likelier than a society.
        ("139014", InsurerKind.MUNICIPAL_NHI),
        # No law number of the notice.
        ("99139018", InsurerKind.SOCIETY),
    ],
)
def test_the_insurer_of_a_draft_has_the_kind_that_its_number_suggests(number: str, kind: InsurerKind) -> None:
    assert Insurer.known_by_number(number) == Insurer(number, "", kind)
