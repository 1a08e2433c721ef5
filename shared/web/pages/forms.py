"""Posts of a page: only from a page of the same origin, read strictly, and answered with another address.

A browser sends what the reader's cookies allow, whoever made the form. So a post that a page of another origin sends is
refused (OriginForeign). A 303 after each post means that to reload sends nothing again (RFC 9110, 15.4.4).
"""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse

from shared.errors import BodyUnreadable, OriginForeign
from shared.web.media_types import lines_of, must_be, must_not_be_encoded
from shared.web.pages.links import link

ALERT_QUERY, DONE_QUERY = "alert", "done"
_URLENCODED = "application/x-www-form-urlencoded"
_MOST_FIELDS = 200
_OWN_SITES = frozenset({"same-origin", "none"})
_SEE_OTHER = 303

Form = Mapping[str, tuple[str, ...]]
"""By field: its values, several for checkboxes of one name."""


def same_origin(request: Request) -> None:
    """Raise OriginForeign where a browser says that another origin's page sent this (Origin, Sec-Fetch-Site).

    What is no browser sends neither header, and has no cookie that somebody else could use.
    """
    headers = request.scope["headers"]
    own = f"{request.url.scheme}://{request.url.netloc}"
    origins, sites = lines_of(b"origin", headers), lines_of(b"sec-fetch-site", headers)
    if any(origin.lower() != own.lower() for origin in origins) or not _OWN_SITES.issuperset(sites):
        raise OriginForeign


async def read_form(request: Request) -> Form:
    """Return the fields of a post; raises OriginForeign, MediaTypeUnsupported or BodyUnreadable."""
    same_origin(request)
    must_not_be_encoded(request.scope["headers"])
    must_be(_URLENCODED, request.scope["headers"])
    try:
        pairs = parse_qsl(
            (await request.body()).decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        raise BodyUnreadable from None
    form: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        form[name] = (*form.get(name, ()), value)
    return form


def see_other(
    request: Request,
    path: str,
    *,
    alert: str | None = None,
    done: str | None = None,
    query: Mapping[str, str] | None = None,
) -> RedirectResponse:
    """Return the 303 that answers a post: to ``path`` of this program, in the same world, with ``query``.

    ``alert`` names what the page there tells of a mistake, ``done`` what went well: keys of its words, without
    ``alert_`` and ``done_``.
    """
    told = {name: key for name, key in ((ALERT_QUERY, alert), (DONE_QUERY, done)) if key is not None}
    asked = urlencode({**(query or {}), **told})
    return RedirectResponse(link(request, path) + (f"?{asked}" if asked else ""), _SEE_OTHER)
