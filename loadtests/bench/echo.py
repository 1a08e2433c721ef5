"""The echo: the yardstick of the bench. FROZEN: this file must not change.

What a bare FastAPI app does with one pydantic body as large as a check's, and nothing else. The bench divides the
checks of a second by the echoes of a second, so that its figure says something on any machine and in any year; a change
here, for better or worse, would make all earlier figures worthless. A check's body is a presence proof of 2.8 KB and
its answer has 2.3 KB; the echo is sent the same bodies and gives them back.
"""

from fastapi import FastAPI
from pydantic import BaseModel


class Body(BaseModel):
    """The body that comes and goes."""

    presence_proof: str


def create_app() -> FastAPI:
    """Return the app with its one route."""
    app = FastAPI()

    @app.post("/echo")
    async def echo(body: Body) -> Body:
        return body

    return app
