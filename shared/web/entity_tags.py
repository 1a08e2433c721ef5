"""``If-Match`` and ``If-None-Match`` (RFC 9110, 13.1): ``*`` or a list of entity tags, on any number of lines."""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request

from shared.errors import RequestInvalid, Violation
from shared.web.media_types import Headers, lines_of

_ANY = "*"
_TAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_LIST = re.compile(rf"[ \t,]*(?:{_TAG.pattern}[ \t]*(?:,[ \t,]*|$))+")


@dataclass(frozen=True, slots=True)
class NamedVersions:
    """The versions that a precondition names: all that there are, or those with one of the tags."""

    all_of_them: bool = False
    strong: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()

    def hold(self, etag: str) -> bool:
        """Tell whether the strong tag ``etag`` is among them, by strong comparison: a weak tag names no bytes."""
        return self.all_of_them or etag in self.strong

    def hold_weakly(self, etag: str) -> bool:
        """Tell whether ``etag`` is among them, weak or not."""
        return self.hold(etag) or etag in self.weak


def named_versions(header: str, headers: Headers) -> NamedVersions | None:
    """Return what ``header`` names, None without one; raises RequestInvalid where it is neither ``*`` nor a list."""
    lines = lines_of(header.encode(), headers)
    if not lines:
        return None
    named = ",".join(lines).strip(" \t")
    if named == _ANY:
        return NamedVersions(all_of_them=True)
    if not _LIST.fullmatch(named):
        words = (
            'It must be * or entity tags in quotes, as in "a", "b".',
            "* または引用符付きのETagを指定してください。",
        )
        raise RequestInvalid([Violation(f"/header/{header}", "invalid", *words)])
    tags = _TAG.findall(named)
    return NamedVersions(
        strong=frozenset(tag for weak, tag in tags if not weak), weak=frozenset(tag for weak, tag in tags if weak)
    )


async def _if_none_match(
    request: Request,
    _: Annotated[
        str | None,
        Header(
            alias="If-None-Match",
            description="ETags that were given before (版), or `*`: 304 where the answer is still one of them.",
        ),
    ] = None,
) -> NamedVersions | None:
    return named_versions("if-none-match", request.scope["headers"])


async def _if_match(
    request: Request,
    _: Annotated[
        str | None,
        Header(
            alias="If-Match",
            description="The ETag that was read (版), several, or `*`: the change is made only while it is still that "
            "version. Left out: whatever the version.",
        ),
    ] = None,
) -> NamedVersions | None:
    return named_versions("if-match", request.scope["headers"])


IfNoneMatch = Annotated[NamedVersions | None, Depends(_if_none_match)]
IfMatch = Annotated[NamedVersions | None, Depends(_if_match)]
