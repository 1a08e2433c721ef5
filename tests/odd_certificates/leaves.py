"""The catalogue's leaves that a pinned root really signed, for tests that need no card; and two more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from services.jpki.odd.catalogue import ODD_PROOFS
from services.jpki.odd.kinds import KINDS
from services.jpki.odd.leaf import Leaf
from services.jpki.odd.paths import SIGNED
from tests.odd_certificates.leaf import usual_leaf


@dataclass(frozen=True)
class OddLeaf:
    """A leaf and the refusal that it gets."""

    leaf: Leaf
    code: str


ALL: Final[Mapping[str, OddLeaf]] = {
    **{name: OddLeaf(change(usual_leaf()), ODD_PROOFS[name].code) for name, change in {**KINDS, **SIGNED}.items()},
    "outlives-its-root": OddLeaf(
        usual_leaf(not_after=datetime(2033, 7, 15, 15, 0, 0, tzinfo=UTC)), "certificate-untrusted"
    ),
    "last-day-beyond-japan": OddLeaf(
        usual_leaf(not_after=datetime(9999, 12, 31, 15, 0, tzinfo=UTC)), "certificate-untrusted"
    ),
}
