"""The two parameters that every page takes: the language, and an alert by its name."""

from typing import Annotated

from fastapi import Query

from shared.web.pages.languages import Language


async def page_query(
    lang: Annotated[Language | None, Query(include_in_schema=False)] = None,
    alert: Annotated[str | None, Query(include_in_schema=False, max_length=60)] = None,
) -> None:
    """Take them, as a dependency of a page's router: a route refuses parameters that nobody takes (query.py).

    Pages read them from the request. They stand in no API document.
    """
    del lang, alert
