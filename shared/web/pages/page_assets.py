"""The files that the frame needs, served by each program beside its pages: style, icon, htmx, what copies a text."""

from pathlib import Path

from fastapi import FastAPI
from starlette.responses import FileResponse

from shared.errors import ResourceNotFound

PAGE_ASSETS = "/page-assets/"
_FOLDER = Path(__file__).parent / "assets"
_SERVED = {
    "frame.css": "text/css",
    "copy.js": "text/javascript",
    "print.js": "text/javascript",
    "htmx.min.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}


def add_page_assets(app: FastAPI) -> None:
    """Serve what is below PAGE_ASSETS; no API document shows it."""
    app.add_api_route(f"{PAGE_ASSETS}{{name}}", _asset, include_in_schema=False)


async def _asset(name: str) -> FileResponse:
    if name not in _SERVED:
        raise ResourceNotFound
    return FileResponse(_FOLDER / name, media_type=_SERVED[name], headers={"Cache-Control": "no-cache"})
