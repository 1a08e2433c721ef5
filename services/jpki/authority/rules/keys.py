"""The keys of the authority and of cards. Pure, but for the randomness of the library."""

from cryptography.hazmat.primitives.asymmetric import rsa

KEY_BITS, PUBLIC_EXPONENT = 2048, 65537


def new_private_key() -> rsa.RSAPrivateKey:
    """Return a fresh key of the profile's size; it takes some 30 ms of a core, outside the interpreter's lock."""
    return rsa.generate_private_key(PUBLIC_EXPONENT, KEY_BITS)
