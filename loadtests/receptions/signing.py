"""One signer: a process of its own that signs presence proofs with the keys in cards.ndjson, one order a line.

    python -m loadtests.receptions.signing build/load-data/cards.ndjson

It reads ``{"id", "card_at", "nonce", "institution", "purpose", "iat", "consents"}`` from standard input and writes
``{"id", "presence_proof"}`` or ``{"id", "error"}`` to standard output: the system under test signs nothing. It ends
with its input.
"""

import sys
from base64 import b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import msgspec
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key

from shared.pki.proof import TYPE

_SHARED_KEYS = 64
"""So many keys do the cards of load-data share (docs/load-data.md)."""


class Order(msgspec.Struct):
    """One proof to be signed."""

    id: int
    card_at: int
    """Where the card's line begins, in bytes."""
    nonce: str
    institution: str
    purpose: str
    iat: int
    """Seconds since 1970 by the world's clock."""
    consents: list[str] = []
    """What the patient lets be seen."""
    aud: str = "onshi-eligibility"
    """For which service the proof is."""


class _Card(msgspec.Struct):
    certificate: str
    private_key: str


_read_order = msgspec.json.Decoder(Order).decode
_read_card = msgspec.json.Decoder(_Card).decode


def sign_all(orders: BinaryIO, proofs: BinaryIO, cards: BinaryIO) -> None:
    """Answer every order in ``orders``."""
    for line in orders:
        order = _read_order(line)
        proofs.write(msgspec.json.encode({"id": order.id, **_answer(order, cards)}) + b"\n")
        proofs.flush()


def _answer(order: Order, cards: BinaryIO) -> dict[str, str]:
    try:
        cards.seek(order.card_at)
        return {"presence_proof": _sign(order, _read_card(cards.readline()))}
    except (msgspec.MsgspecError, NotBase64, ValueError, TypeError) as error:
        return {"error": f"the card cannot be read ({type(error).__name__})"}


def _sign(order: Order, card: _Card) -> str:
    header = {"alg": "RS256", "typ": TYPE, "x5c": [card.certificate]}
    claims = {
        "aud": order.aud,
        "nonce": order.nonce,
        "institution": order.institution,
        "purpose": order.purpose,
        "iat": order.iat,
        "holder_verification": "pin",
        "consents": order.consents,
    }
    content = f"{_part(msgspec.json.encode(header))}.{_part(msgspec.json.encode(claims))}"
    return f"{content}.{_part(_key(card.private_key).sign(content.encode(), padding.PKCS1v15(), SHA256()))}"


@lru_cache(maxsize=_SHARED_KEYS)
def _key(text: str) -> rsa.RSAPrivateKey:
    # Of our own making: what a key must fulfil is not looked at again.
    key = load_der_private_key(b64decode(text), None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("cards sign with RSA keys")
    return key


def _part(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def main() -> None:
    """Sign for whoever started this process, with the cards in the file that the command line names."""
    with Path(sys.argv[1]).open("rb") as cards:
        sign_all(sys.stdin.buffer, sys.stdout.buffer, cards)


if __name__ == "__main__":
    main()
