"""The parameters that every page takes: the language, and what it tells (an alert, or what went well) by its name."""

from typing import Annotated, Literal

from fastapi import Query


async def page_query(
    # Literals and not Language: they leave no schema in the API document.
    lang: Annotated[Literal["ja", "en"] | None, Query(include_in_schema=False)] = None,
    alert: Annotated[str | None, Query(include_in_schema=False, max_length=60)] = None,
    done: Annotated[str | None, Query(include_in_schema=False, max_length=60)] = None,
) -> None:
    """Take them, as a dependency of a page's router: a route refuses parameters that nobody takes (query.py).

    Pages read them from the request. They stand in no API document.
    """
    del lang, alert, done
