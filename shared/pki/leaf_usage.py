"""What a leaf says of its use and of its issuer, noted while the library verifies its chain.

The library calls for each extension and judges nothing of it: which uses fit is decided here (RFC 5280, 4.2.1). Nothing
raises, so that a certificate of another kind is told from one whose chain is wrong (docs/decisions/0006).
"""

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import Criticality, ExtensionPolicy, Policy

from shared.pki.profile import CARRIERS

_AUTHENTICATING = {ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}


class LeafUsage:
    """What one leaf says; ``forget`` before the next."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin with another leaf."""
        self.carrier: str | None = None
        """What carries the key, which exactly one policy says."""
        self._signs_for_authentication = False
        self._is_something_else = False
        self._issuer: x509.AuthorityKeyIdentifier | None = None

    @property
    def is_for_authentication(self) -> bool:
        """Whether the holder may authenticate with it, and it can be nothing else beside."""
        return self._signs_for_authentication and not self._is_something_else

    def names(self, root: x509.Certificate, key_id: bytes) -> bool:
        """Tell whether the issuer that the leaf names is ``root``, whose key identifier is ``key_id``."""
        named = self._issuer
        return (
            named is not None
            and named.key_identifier == key_id
            and named.authority_cert_serial_number in (None, root.serial_number)
        )

    def policy(self) -> ExtensionPolicy:
        """Return what the library is to ask of a leaf, and whom to tell."""
        return (
            ExtensionPolicy.permit_all()
            .require_present(x509.AuthorityKeyIdentifier, Criticality.AGNOSTIC, self._note_issuer)
            .may_be_present(x509.BasicConstraints, Criticality.AGNOSTIC, self._note_constraints)
            .may_be_present(x509.KeyUsage, Criticality.AGNOSTIC, self._note_usage)
            .may_be_present(x509.ExtendedKeyUsage, Criticality.AGNOSTIC, self._note_purposes)
            .may_be_present(x509.NameConstraints, Criticality.AGNOSTIC, self._note_names)
            # Critical in a real leaf, which the library accepts only because somebody here looks at it.
            .may_be_present(x509.CertificatePolicies, Criticality.AGNOSTIC, self._note_policies)
        )

    def _note_issuer(self, _policy: Policy, _leaf: x509.Certificate, issuer: x509.AuthorityKeyIdentifier) -> None:
        self._issuer = issuer

    def _note_constraints(
        self, _policy: Policy, _leaf: x509.Certificate, constraints: x509.BasicConstraints | None
    ) -> None:
        self._is_something_else |= constraints is not None and constraints.ca

    def _note_usage(self, _policy: Policy, _leaf: x509.Certificate, usage: x509.KeyUsage | None) -> None:
        # 署名用 certificates add content commitment (nonRepudiation); an authority's sign certificates and lists.
        self._signs_for_authentication = (
            usage is not None
            and usage.digital_signature
            and not (usage.content_commitment or usage.key_cert_sign or usage.crl_sign)
        )

    def _note_purposes(self, _policy: Policy, _leaf: x509.Certificate, purposes: x509.ExtendedKeyUsage | None) -> None:
        # Left out it forbids nothing; given, it allows what it names and no more.
        self._is_something_else |= purposes is not None and _AUTHENTICATING.isdisjoint(purposes)

    def _note_names(self, _policy: Policy, _leaf: x509.Certificate, names: x509.NameConstraints | None) -> None:
        # Only a CA certificate may have them (RFC 5280, 4.2.1.10).
        self._is_something_else |= names is not None

    def _note_policies(
        self, _policy: Policy, _leaf: x509.Certificate, policies: x509.CertificatePolicies | None
    ) -> None:
        if policies is not None and len(policies) == 1:
            self.carrier = CARRIERS.get(policies[0].policy_identifier)
