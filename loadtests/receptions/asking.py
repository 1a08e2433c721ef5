"""One request of a face: sent, judged, counted in the row that it names."""

from collections.abc import Callable, Mapping
from typing import Any

from loadtests.ledger import WrongAnswer
from loadtests.receptions.cases import is_no_answer
from loadtests.receptions.desks import document_of

Judge = Callable[[int, Mapping[str, Any]], str | None]
"""Says what is wrong with an answer by its status and its document, or None; never quotes what it is about."""


def ask(
    http: Any, verb: str, path: str, row: str, judge: Judge, *, late_ms: float = 0.0, **more: Any
) -> Mapping[str, Any] | None:
    """Send a request on Locust's session and return the document of a good answer; None of any other.

    ``late_ms`` is for how long it waited before it was sent; it counts.
    """
    with http.request(verb, path, name=row, catch_response=True, **more) as answer:
        answer.request_meta["response_time"] += late_ms
        document = document_of(answer)
        wrong = judge(answer.status_code, document)
        tell(answer, wrong)
        return document if wrong is None else None


def tell(answer: Any, wrong: str | None) -> None:
    """Tell Locust what came of a request: good, wrong, or an error where there was no answer."""
    if wrong is None:
        answer.success()
    elif is_no_answer(answer.status_code):
        answer.failure(wrong)
    else:
        answer.failure(WrongAnswer(wrong))


def member_is(status: int, **members: object) -> Judge:
    """Return a judge of answers with that status (or 200, for what is there already) and those members."""

    def judge(found: int, document: Mapping[str, Any]) -> str | None:
        if found not in (status, 200):
            code = str(document.get("type", "")).rpartition(":")[2]
            return f"expected {status}, got {found} {code}".rstrip()
        for name, value in members.items():
            if document.get(name) != value:
                return f"expected another {name}"
        return None

    return judge
