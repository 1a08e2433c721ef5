from typing import Annotated

import httpx
import pytest
from fastapi import Depends, FastAPI, Query, Request

from shared.web.problems import handle_problems
from shared.web.query import refuse_unknown_query


def _paged(limit: int = 10) -> int:
    return limit


def _app() -> FastAPI:
    app = FastAPI()
    handle_problems(app)

    async def known_only(request: Request) -> None:
        refuse_unknown_query(request)

    @app.get("/things", dependencies=[Depends(known_only)])
    def things(
        limit: Annotated[int, Depends(_paged)],
        kinds: Annotated[list[str] | None, Query(alias="kind")] = None,
    ) -> dict[str, object]:
        return {"limit": limit, "kinds": kinds}

    return app


async def _get(query: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(_app()), base_url="http://test") as http:
        return await http.get(f"/things?{query}")


async def test_parameters_of_dependencies_and_lists_are_known() -> None:
    answer = await _get("limit=3&kind=a&kind=b")
    assert (answer.status_code, answer.json()) == (200, {"limit": 3, "kinds": ["a", "b"]})


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ("kinds=a", "/query/kinds", "extra-forbidden"),
        ("Limit=3", "/query/Limit", "extra-forbidden"),
        ("limit=3&limit=4", "/query/limit", "repeated"),
        ("a%20name=1", "/query", "extra-forbidden"),
    ],
)
async def test_what_the_route_does_not_take_is_refused(query: str, pointer: str, code: str) -> None:
    answer = await _get(query)
    assert answer.status_code == 422
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]
