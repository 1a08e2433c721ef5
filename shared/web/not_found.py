"""The 404 for a name that is none, with the names that may have been meant."""

from collections.abc import Sequence

from shared.errors import ResourceNotFound
from shared.nearest import near_in_both


def nothing_called_so(near: Sequence[str]) -> ResourceNotFound:
    """Return the refusal."""
    if not near:
        return ResourceNotFound()
    hint, hint_ja = near_in_both(near)
    return ResourceNotFound(
        detail=f"There is nothing of this name here{hint}.", detail_ja=f"この名前の対象はありません{hint_ja}。"
    )
