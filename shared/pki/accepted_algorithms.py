"""How a card may sign: algorithms and key sizes, each from a day on and perhaps to one. Verifiers and the API read it.

RSA-2048 with SHA-256 is what cards have. The next card is to have ECDSA over P-384 with SHA-384 (final report of the
task force on the next card, 次期個人番号カードタスクフォース, 2024-03-18); from when is not settled, and no day on
which RSA ends is public. A longer RSA key is taken too, as no document forbids it: at most 4096 bits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from cryptography.hazmat.primitives.asymmetric import rsa

from shared.clock import start_of_day
from shared.pki.profile import Algorithm, PublicKey


@dataclass(frozen=True, slots=True)
class AcceptedAlgorithm:
    """One way to sign, and when it is accepted; the days are days in Japan, both included."""

    algorithm: Algorithm
    key_type: str
    curve: str | None
    least_bits: int
    most_bits: int
    accepted_from: date | None
    """None: from the first card on."""
    accepted_to: date | None
    """None: no end is known."""
    source: str

    def takes(self, key: PublicKey) -> bool:
        """Tell whether a key is of this kind and of a size that is accepted."""
        if not self.least_bits <= key.key_size <= self.most_bits:
            return False
        if isinstance(key, rsa.RSAPublicKey):
            return self.key_type == "RSA" and key.public_numbers().e == _RSA_EXPONENT
        return key.curve.name == self.curve


_RSA_EXPONENT: Final = 65537
"""Of every key of the real profile; a small one makes a mistake in a verifier's padding a forgery."""

ACCEPTED: Final[Mapping[Algorithm, AcceptedAlgorithm]] = MappingProxyType(
    {
        each.algorithm: each
        for each in (
            AcceptedAlgorithm(
                "RS256",
                "RSA",
                None,
                2048,
                4096,
                None,
                None,
                "公的個人認証サービスの証明書: RSA 2048, SHA-256",
            ),
            AcceptedAlgorithm(
                "ES384",
                "EC",
                "secp384r1",
                384,
                384,
                date(2024, 3, 18),
                None,
                "次期個人番号カードタスクフォース最終とりまとめ (2024-03-18): ECDSA 384, SHA-384",
            ),
        )
    }
)
_INSTANTS: Final[Mapping[Algorithm, tuple[datetime | None, datetime | None]]] = MappingProxyType(
    {
        name: (
            None if each.accepted_from is None else start_of_day(each.accepted_from),
            None if each.accepted_to is None else start_of_day(each.accepted_to + timedelta(days=1)),
        )
        for name, each in ACCEPTED.items()
    }
)


def algorithm_of(key: PublicKey) -> Algorithm | None:
    """Return the algorithm with which a key signs, or None when no key of this kind or size is accepted, ever."""
    return next((name for name, each in ACCEPTED.items() if each.takes(key)), None)


def is_accepted(algorithm: Algorithm, at: datetime) -> bool:
    """Tell whether an algorithm is accepted at ``at``."""
    first, end = _INSTANTS[algorithm]
    return (first is None or at >= first) and (end is None or at < end)
