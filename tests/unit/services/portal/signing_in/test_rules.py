"""What the sign-in tells: tries left, a reason where there may be one, and none where there may not."""

import pytest

from services.portal.pages.words.sign_in import SIGN_IN_WORDS
from services.portal.signing_in.rules import alert_for, alert_for_wrong_pin, pin_in
from shared.pki.presence import PRESENCE_REFUSALS


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("1234", "1234"),
        (" １２３４ ", "1234"),
        ("12345", None),
        ("123", None),
        ("12a4", None),
        ("", None),
    ],
)
def test_a_pin_has_four_digits(text: str, pin: str | None) -> None:
    assert pin_in(text) == pin


@pytest.mark.parametrize(("tries_left", "alert"), [(2, "pin_2_left"), (1, "pin_1_left"), (0, "pin_blocked")])
def test_a_wrong_pin_tells_the_tries_left(tries_left: int, alert: str) -> None:
    assert alert_for_wrong_pin(tries_left) == alert


@pytest.mark.parametrize(
    ("code", "alert"),
    [
        ("certificate-expired", "certificate_expired"),
        ("certificate-revoked", "certificate_revoked"),
        # 自己情報提供不可 and what J-LIS does not agree with: no reason.
        ("card-not-usable", "card_not_usable"),
        ("nonce-used", "try_again"),
        ("anything-else", "try_again"),
    ],
)
def test_a_refusal_has_its_words(code: str, alert: str) -> None:
    assert alert_for(code) == alert
    assert f"alert_{alert}" in SIGN_IN_WORDS


def test_every_refusal_of_a_proof_has_words() -> None:
    assert {f"alert_{alert_for(each.code)}" for each in PRESENCE_REFUSALS} <= set(SIGN_IN_WORDS)
