"""A leaf as tests have it, ordinary in everything that a test does not name."""

from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa

from services.jpki.odd.leaf import Leaf

KEY = rsa.generate_private_key(65537, 2048)
"""What every odd leaf certifies, unless it says another."""
SERIAL_NUMBER = 5000


def usual_leaf(**more: Any) -> Leaf:
    """Return the leaf; name what should be odd."""
    return Leaf(
        **{
            "public_key": KEY.public_key(),
            "serial_number": SERIAL_NUMBER,
            "not_before": datetime(2025, 11, 20, tzinfo=UTC),
            "not_after": datetime(2028, 11, 20, 14, 59, 59, tzinfo=UTC),
            **more,
        }
    )
