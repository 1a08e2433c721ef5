"""What the consent service holds of one world."""

from dataclasses import dataclass
from datetime import timedelta

from shared.pki.nonce import NonceMint
from shared.pki.pinned_roots import PinnedRoots
from shared.web.callers import Authenticator
from shared.worlds.world import World


@dataclass(frozen=True, slots=True)
class ConsentPorts:
    """One world's connections and callers, and what patients sign in with."""

    world: World
    authenticator: Authenticator
    nonces: NonceMint
    session_lifetime: timedelta
    roots: PinnedRoots
