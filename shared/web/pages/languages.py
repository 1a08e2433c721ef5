"""Which language a page is shown in: Japanese, until a reader asks for English.

``Accept-Language`` is not looked at: a tester in Japan with an English browser sees what their users see. ``?lang=en``
(the link *English* of each page) changes it, and a cookie keeps it for all pages of this host; ``?lang=ja`` changes it
back.
"""

from enum import StrEnum

from starlette.requests import Request
from starlette.responses import Response

QUERY = "lang"
_COOKIE = "onshi-language"
_KEPT_S = 365 * 24 * 3600


class Language(StrEnum):
    """A language of the pages, as HTML names it."""

    JAPANESE = "ja"
    ENGLISH = "en"

    @property
    def other(self) -> "Language":
        """The one that the link of the frame changes to."""
        return Language.JAPANESE if self is Language.ENGLISH else Language.ENGLISH


def language_of(request: Request) -> Language:
    """Return the language that the request asks for, else the one that its cookie keeps, else Japanese."""
    return _asked(request) or _known(request.cookies.get(_COOKIE)) or Language.JAPANESE


def keep_language(request: Request, response: Response) -> None:
    """Have the browser keep the language that this request asks for, if it asks for one."""
    asked = _asked(request)
    if asked is not None:
        response.set_cookie(
            _COOKIE, asked, max_age=_KEPT_S, secure=request.url.scheme == "https", httponly=True, samesite="lax"
        )


def _asked(request: Request) -> Language | None:
    return _known(request.query_params.get(QUERY))


def _known(name: str | None) -> Language | None:
    return Language(name) if name in set(Language) else None
