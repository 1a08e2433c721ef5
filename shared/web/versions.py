"""Versions on the wire: the ETag of what is read, and If-Match against losing what somebody else wrote meanwhile.

A change that is on record already succeeds whatever the version (RFC 9110, 13.1.1), so a lost answer can be asked for
again with the ETag that was sent first.
"""

from typing import Any
from uuid import UUID

from fastapi import Response

from shared.errors import VersionMismatch
from shared.web.entity_tags import NamedVersions

NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    304: {"description": "It is a version that `If-None-Match` names (変更なし)."}
}
"""How a document shows it."""


def set_etag(response: Response, version_id: UUID) -> None:
    """Name the version that an answer shows."""
    response.headers["ETag"] = _etag(version_id)


def not_modified(if_none_match: NamedVersions | None, version_id: UUID) -> Response | None:
    """Return the answer to who has this version already, None to everybody else."""
    if if_none_match is None or not if_none_match.hold_weakly(_etag(version_id)):
        return None
    return Response(status_code=304, headers={"ETag": _etag(version_id)})


def must_match(if_match: NamedVersions | None, version_id: UUID) -> None:
    """Raise VersionMismatch unless ``version_id`` is among what If-Match names."""
    if if_match is not None and not if_match.hold(_etag(version_id)):
        raise VersionMismatch


def _etag(version_id: UUID) -> str:
    return f'"{version_id}"'
