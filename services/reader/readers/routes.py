"""`/reader/`: which card readers there are."""

from typing import Annotated

from fastapi import Depends, Request, Response

from services.reader.pages.look import PAGES
from services.reader.readers.rules import Readers
from shared.web.from_world import FromWorld
from shared.web.pages.page_query import page_query
from shared.web.strict_routes import StrictRouter

router = StrictRouter(include_in_schema=False, dependencies=[Depends(page_query)])


@router.get("/")
async def list_readers(request: Request, readers: Annotated[Readers, Depends(FromWorld(Readers))]) -> Response:
    """Return the page with a link for each institution."""
    return PAGES.render(request, "readers.html", readers=readers.all)
