"""All odd proofs, in the order of the steps at which they are refused."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.jpki.odd.chains import CHAINS
from services.jpki.odd.claims import CLAIMS
from services.jpki.odd.headers import HEADERS
from services.jpki.odd.kinds import OF_ANOTHER_KIND
from services.jpki.odd.paths import PATHS
from services.jpki.odd.payloads import PAYLOADS
from services.jpki.odd.shape import STEPS, OddProof
from services.jpki.odd.signatures import SIGNATURES
from services.jpki.odd.situations import SITUATIONS
from services.jpki.odd.spellings import SPELLINGS

_GROUPS = (SPELLINGS, HEADERS, CHAINS, PAYLOADS, CLAIMS, PATHS, OF_ANOTHER_KIND, SIGNATURES, SITUATIONS)

ODD_PROOFS: Final[Mapping[str, OddProof]] = MappingProxyType(
    {
        each.id: each
        for each in sorted((each for group in _GROUPS for each in group), key=lambda each: STEPS.index(each.step))
    }
)
"""By their ids, which stay."""
