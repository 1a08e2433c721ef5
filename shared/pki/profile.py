"""The profile of the simulated user-authentication certificates (利用者証明用電子証明書).

After the real profile as far as it is public, and never to be taken for it: the names say JPKI-SIM, the policies
stand under 2.999, the arc for examples. Issuing (services/jpki) and verifying (shared/pki/path.py) both read it.
"""

from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey
Algorithm = Literal["RS256", "ES384"]
"""How a key of each type signs: RSA with PKCS#1 v1.5 and SHA-256, P-384 with SHA-384."""

AUTHENTICATION_POLICY = x509.ObjectIdentifier("2.999.200149.8.5.1.3.30")
"""A card's user-authentication certificate; the tail follows the real 1.2.392.200149.8.5.1.3.30."""
ANDROID_POLICY = x509.ObjectIdentifier("2.999.200149.8.5.1.3.50")
"""A user-authentication certificate in an Android phone. The real number is not public: invented."""
IPHONE_POLICY = x509.ObjectIdentifier("2.999.200149.8.5.1.3.60")
"""A user-authentication certificate in an iPhone. The real number is not public: invented."""
SIGNATURE_POLICY = x509.ObjectIdentifier("2.999.200149.8.5.1.1.20")
"""The digital-signature certificate (署名用), which is never accepted here."""

CARRIERS = {AUTHENTICATION_POLICY: "card", ANDROID_POLICY: "android", IPHONE_POLICY: "iphone"}
"""What carries the key, by the certificate's policy."""

AUTHENTICATION_UNIT = "JPKI-SIM for user authentication"
SIGNATURE_UNIT = "JPKI-SIM for digital signature"
"""The unit in the name of each authority: one issues 利用者証明用, the other 署名用."""

SIMULATED = "JPKI-SIM"
"""Stands in the name of the simulated J-LIS; no authority that issues real certificates is called so."""
