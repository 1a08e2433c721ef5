"""The bodies of what the municipal desk and J-LIS do to a card."""

from pydantic import Field

from services.jpki.cards.messages.forms import Pin
from services.jpki.status.rules.revocation import RevocationReason
from shared.web.bodies import Body


class PinReset(Body):
    """A new PIN, as the municipal desk sets it (暗証番号の再設定)."""

    pin: Pin | None = Field(
        default=None,
        repr=False,
        description="暗証番号, 4 digits. A 顔認証マイナンバーカード has none: then only its face is reset.",
    )


class RevocationRequest(Body):
    """Why J-LIS revokes the certificate (失効)."""

    reason: RevocationReason = Field(
        description="失効理由 (X.509): keyCompromise e.g. lost, affiliationChanged, superseded renewed, "
        "cessationOfOperation no longer needed, certificateHold 一時停止 (never lifted)."
    )
