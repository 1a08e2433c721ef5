"""Versions on the wire: the ETag of what is read, and If-Match against losing what somebody else wrote meanwhile.

A change that is on record already succeeds whatever the version (RFC 9110, 13.1.1), so a lost answer can be asked for
again with the ETag that was sent first.
"""

from typing import Annotated
from uuid import UUID

from fastapi import Header, Response

from shared.errors import VersionMismatch

_ANY = "*"
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=400,
        description="The ETag that was read (版): the change is made only while it is still that version. Left out: "
        "whatever the version.",
    ),
]


def set_etag(response: Response, version_id: UUID) -> None:
    """Name the version that an answer shows."""
    response.headers["ETag"] = f'"{version_id}"'


def must_match(if_match: str | None, version_id: UUID) -> None:
    """Raise VersionMismatch unless ``version_id`` is among what If-Match names; weak tags name none."""
    if if_match is None or if_match.strip() == _ANY:
        return
    if f'"{version_id}"' not in [tag.strip() for tag in if_match.split(",")]:
        raise VersionMismatch
