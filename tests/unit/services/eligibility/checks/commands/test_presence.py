"""What a check asks of a card: the proof is for this institution, and the holder's data may be shown."""

from datetime import UTC, datetime, timedelta

import pytest

from services.eligibility.checks.commands.check import POLICY, holder_of
from services.eligibility.checks.rules.acts import CardFacts, Known
from shared.errors import (
    CardNotRegistered,
    CardNotUsable,
    CertificateRevoked,
    CertificateStatusUnknown,
    ServiceError,
)
from tests.builders import person

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
FRESH = AT + timedelta(hours=1)
HOLDER, BLOCKED = person(), person(self_information_blocked=True)


def test_the_holder_of_a_card_that_counts_is_shown() -> None:
    assert holder_of(CardFacts(HOLDER, Known(), is_revoked=False, status_fresh_until=FRESH), AT) is HOLDER


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (CardFacts(None, Known(), is_revoked=True, status_fresh_until=None), CertificateRevoked),
        (CardFacts(None, Known(), is_revoked=False, status_fresh_until=None), CertificateStatusUnknown),
        (
            CardFacts(BLOCKED, Known(), is_revoked=False, status_fresh_until=AT - timedelta(seconds=1)),
            CertificateStatusUnknown,
        ),
        (CardFacts(None, Known(), is_revoked=False, status_fresh_until=FRESH), CardNotRegistered),
        (CardFacts(BLOCKED, Known(), is_revoked=False, status_fresh_until=FRESH), CardNotUsable),
    ],
)
def test_what_is_wrong_first_is_said(facts: CardFacts, refusal: type[ServiceError]) -> None:
    with pytest.raises(refusal):
        holder_of(facts, AT)


def test_a_certificate_in_its_months_of_grace_still_opens_eligibility() -> None:
    # 厚生労働省: until the end of the third month after the month of expiry, for 資格確認 alone.
    assert POLICY.accepts_grace
