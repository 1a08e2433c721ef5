"""The verifier for the roots that are pinned at the moment; it keeps what it has verified while they stay."""

from collections.abc import Mapping

from cryptography import x509

from shared.pki.path import CertificateVerifier


class PinnedRoots:
    """One verifier, made anew whenever the roots are others: nothing verified under a lost root is remembered."""

    def __init__(self) -> None:
        self._roots: Mapping[bytes, bytes] = {}
        self._verifier = CertificateVerifier([])

    @property
    def ready(self) -> bool:
        """Whether any root is held."""
        return bool(self._roots)

    @property
    def current(self) -> CertificateVerifier:
        """The verifier against the roots that were pinned last."""
        return self._verifier

    def pin(self, roots: Mapping[bytes, bytes]) -> CertificateVerifier:
        """Hold ``roots`` (DER by subject key identifier) and return the verifier against them."""
        if roots != self._roots:
            self._verifier = CertificateVerifier([x509.load_der_x509_certificate(der) for der in roots.values()])
            self._roots = dict(roots)
        return self._verifier
