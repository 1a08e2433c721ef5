"""Which new generation of a pinned authority may be pinned: one that a pinned one vouches for. Pure.

J-LIS publishes beside a new root what the key before it has certified (newWithOld, RFC 4210, 4.4; リンク証明書).
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding

from shared.pki.roots import is_for_signatures, key_id_of_root, load_root

_Roots = Mapping[bytes, x509.Certificate]
_FIRST = (1, 2, 3)
_MOST = 99


def kinds_of(roots: _Roots) -> set[str]:
    """Return of which simulated authorities roots are pinned."""
    return {"signature" if is_for_signatures(root) else "authentication" for root in roots.values()}


def generations_of(roots: _Roots) -> list[int]:
    """Return the generations whose lists are followed: the first three, and those that were pinned since."""
    since = {
        root.serial_number for root in roots.values() if root.serial_number <= _MOST and not is_for_signatures(root)
    }
    return sorted({*_FIRST, *since})


def vouched_for(
    published: Iterable[x509.Certificate], links: Collection[x509.Certificate], pinned: _Roots, at: datetime
) -> list[x509.Certificate]:
    """Return the published roots that are not pinned, but that a pinned root, valid at ``at``, vouches for.

    One by one, so that the second of two new generations is found by the first.
    """
    known, found = dict(pinned), []
    for candidate in published:
        try:
            root = load_root(candidate.public_bytes(Encoding.DER))
        except ValueError:
            continue
        key_id = key_id_of_root(root)
        if key_id not in known and any(_vouches(link, root, known, at) for link in links):
            known[key_id] = root
            found.append(root)
    return found


def _vouches(link: x509.Certificate, root: x509.Certificate, known: _Roots, at: datetime) -> bool:
    if link.subject != root.subject or link.public_key() != root.public_key():
        return False
    return any(
        old.subject == link.issuer == root.subject
        and old.not_valid_before_utc <= at <= old.not_valid_after_utc
        and _has_issued(old, link)
        for old in known.values()
    )


def _has_issued(old: x509.Certificate, link: x509.Certificate) -> bool:
    try:
        link.verify_directly_issued_by(old)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
