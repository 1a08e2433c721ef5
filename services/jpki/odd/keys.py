"""Keys and authorities of odd proofs, each made once in a process: they guard nothing."""

from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from services.jpki.authority.rules.generations import PATTERN_DAY, Authority, make_authority
from services.jpki.authority.rules.keys import new_private_key

_LONG_BITS = 5120


@cache
def another_key() -> rsa.RSAPrivateKey:
    """Return a key of the profile that is no card's."""
    return new_private_key()


@cache
def stand_in_key() -> rsa.RSAPrivateKey:
    """Return the key of what stands for a card of another kind of key."""
    return new_private_key()


@cache
def short_key() -> rsa.RSAPrivateKey:
    """Return an RSA key of 1024 bits."""
    return rsa.generate_private_key(65537, 1024)  # noqa: S505 - short on purpose


@cache
def cubic_key() -> rsa.RSAPrivateKey:
    """Return an RSA key of 2048 bits whose exponent is 3."""
    return rsa.generate_private_key(3, 2048)


@cache
def long_public_key() -> rsa.RSAPublicKey:
    """Return an RSA key of 5120 bits that nobody can sign with: its modulus is an odd number and nothing else."""
    return rsa.RSAPublicNumbers(65537, (1 << _LONG_BITS) - 1).public_key()


@cache
def p384_key() -> ec.EllipticCurvePrivateKey:
    """Return a key of the next card's curve."""
    return ec.generate_private_key(ec.SECP384R1())


@cache
def p256_key() -> ec.EllipticCurvePrivateKey:
    """Return a key of a curve that is not accepted."""
    return ec.generate_private_key(ec.SECP256R1())


@cache
def edwards_key() -> ed25519.Ed25519PrivateKey:
    """Return an Ed25519 key."""
    return ed25519.Ed25519PrivateKey.generate()


@cache
def stranger() -> Authority:
    """Return an authority under the name of the simulated one, with a key that nobody pins."""
    return make_authority(3, PATTERN_DAY)
