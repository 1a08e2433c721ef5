"""Cookies that say who somebody is: no script reads them, and no page of another site has them sent along."""

from fastapi import Request, Response

from shared.web.pages.links import link


def keep_private(request: Request, response: Response, name: str, value: str, *, lives_s: int, below: str) -> None:
    """Have the browser keep ``value`` for so many seconds, for the pages of this world at and under ``below``."""
    response.set_cookie(
        name,
        value,
        max_age=lives_s,
        path=link(request, below),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
