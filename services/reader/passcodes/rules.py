"""What a passcode is. Length, life and single use are this simulator's: nothing public says. Pure."""

from datetime import timedelta
from hashlib import sha256
from typing import Final

from shared.ids import RandomBytes

LIFETIME: Final = timedelta(minutes=5)
DIGITS: Final = 6
_ENOUGH_BYTES: Final = 8


def new_passcode(random_bytes: RandomBytes) -> str:
    """Return six random digits."""
    return f"{int.from_bytes(random_bytes(_ENOUGH_BYTES), 'big') % 10**DIGITS:0{DIGITS}d}"


def digest_of(passcode: str, institution_code: str) -> bytes:
    """Return what is kept of a passcode of an institution."""
    return sha256(f"onshi passcode\0{institution_code}\0{passcode}".encode()).digest()
