"""Ages of a certificate, in days as Japan counts them. Expired in July: usable through October."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.pki.certificate_life import CertificateState, life_between

# A certificate's last second is 23:59:59 in Japan, 14:59:59Z.
LIFE = life_between(datetime(2021, 8, 1, tzinfo=UTC), datetime(2026, 7, 15, 14, 59, 59, tzinfo=UTC))


@pytest.mark.parametrize(
    ("instant", "state"),
    [
        (datetime(2021, 7, 31, 23, 59, 59, tzinfo=UTC), CertificateState.NOT_YET_VALID),
        (datetime(2021, 8, 1, tzinfo=UTC), CertificateState.CURRENT),
        (datetime(2026, 4, 14, 14, 59, 59, tzinfo=UTC), CertificateState.CURRENT),
        (datetime(2026, 4, 14, 15, 0, tzinfo=UTC), CertificateState.EXPIRES_SOON),  # 15 April in Japan
        (datetime(2026, 7, 15, 14, 59, 59, 999_999, tzinfo=UTC), CertificateState.EXPIRES_SOON),
        (datetime(2026, 7, 15, 15, 0, tzinfo=UTC), CertificateState.IN_GRACE),
        (datetime(2026, 10, 31, 14, 59, 59, tzinfo=UTC), CertificateState.IN_GRACE),
        (datetime(2026, 10, 31, 15, 0, tzinfo=UTC), CertificateState.EXPIRED),  # 1 November in Japan
    ],
)
def test_the_age_at_an_instant(instant: datetime, state: CertificateState) -> None:
    assert LIFE.state_at(instant) is state


def test_three_months_before_a_31st_is_the_last_day_of_a_shorter_month() -> None:
    life = life_between(datetime(2021, 8, 1, tzinfo=UTC), datetime(2026, 5, 31, 14, 59, 59, tzinfo=UTC))
    assert life.expires_soon_from.astimezone(UTC) == datetime(2026, 2, 27, 15, tzinfo=UTC)


def test_grace_crosses_the_year() -> None:
    life = life_between(datetime(2021, 8, 1, tzinfo=UTC), datetime(2026, 11, 20, 14, 59, 59, tzinfo=UTC))
    assert life.state_at(datetime(2027, 2, 28, 14, 59, 59, tzinfo=UTC)) is CertificateState.IN_GRACE
    assert life.state_at(life.grace_ends - timedelta(microseconds=1)) is CertificateState.IN_GRACE
    assert life.state_at(datetime(2027, 2, 28, 15, 0, tzinfo=UTC)) is CertificateState.EXPIRED
