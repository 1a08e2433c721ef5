"""Whatever is sent, by whomever: every answer is as the document says, and none is an internal error (schemathesis).

Cases are the same at every run, and bounded; ``--hypothesis-profile=explore`` draws others and many more.
Every operation is sent its cases in turn by everybody who has credentials, and by nobody.
"""

import copy
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, cycle
from typing import Any
from unittest import SkipTest

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.stateful import run_state_machine_as_test
from schemathesis.checks import not_a_server_error
from schemathesis.config import (
    CoveragePhaseConfig,
    GenerationConfig,
    PhasesConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
    StatefulPhaseConfig,
)
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from shared.web.placeholders import PLACEHOLDERS
from tests.contract.examples import SERVICES, Api, Reader

schemathesis.serializer.alias("application/ocsp-request", "application/octet-stream")
schemathesis.serializer.alias("application/x-ndjson", "text/plain")
ONE_CALL = ("reader",)
"""No answer of theirs leads to another call."""
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
CHECKED = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


class Callers:
    """Everybody in turn; those who may more often, as a refused caller meets nothing else."""

    def __init__(self, api: Api) -> None:
        self._api = api
        everybody = [each["client_id"] for each in api.credentials()]
        self._others: Iterator[str | None] = cycle([*everybody, None])
        self._session = Reader(api)

    def headers_for(self, operation: dict[str, Any]) -> Iterator[dict[str, str]]:
        """Yield the headers of one caller after the other."""
        may = set(self._api.allowed(operation))
        if may == {"patient"}:
            able: list[dict[str, str]] = [self._session.caller(operation)]
        else:
            able = [self._bearer(each["client_id"]) for each in self._api.credentials() if each["role"] in may]
        mine = cycle(able or [{}])
        while True:
            yield next(mine)
            yield next(mine)
            yield next(mine)
            yield self._bearer(next(self._others))

    def _bearer(self, client_id: str | None) -> dict[str, str]:
        return {} if client_id is None else {"Authorization": f"Bearer {self._api.token(client_id)}"}


def configured() -> SchemathesisConfig:
    project = ProjectConfig(
        generation=GenerationConfig(modes=MODES, deterministic=True, allow_x00=True, with_security_parameters=False),
        phases=PhasesConfig(
            coverage=CoveragePhaseConfig(unexpected_methods=set()), stateful=StatefulPhaseConfig(max_steps=6)
        ),
    )
    return SchemathesisConfig(seed=1, projects=ProjectsConfig(default=project))


@dataclass(frozen=True)
class Amount:
    """How much is sent to one operation, and how many walks are made through one service."""

    systematic: int
    drawn: int
    walks: int

    @classmethod
    def of_this_run(cls) -> "Amount":
        return cls(12, 3, 4) if settings.default is not None and settings.default.derandomize else cls(500, 200, 100)


@pytest.mark.parametrize("service", SERVICES)
def test_every_answer_is_as_the_document_says(api: Api, service: str) -> None:
    schema: Any = schemathesis.openapi.from_dict(api.document(service), config=configured())
    callers, amount, found = Callers(api), Amount.of_this_run(), Findings()
    for result in schema.get_all_operations():
        operation = result.ok()
        headers = callers.headers_for(operation.definition.raw)
        known = known_parameters(operation.definition.raw)
        for case in chain(systematic(schema, operation, amount), drawn(operation, known, amount)):
            found.try_one(case, api.url_of(service), next(headers))

    assert found.complaints == {}
    assert found.sent > 4 * len(list(schema.get_all_operations()))


def test_the_root_answers_as_the_one_document_says(api: Api) -> None:
    document = api.http.get(f"{api.simulator.base_url}/openapi.json").raise_for_status().json()
    schema = schemathesis.openapi.from_dict(document, config=configured())
    found = Findings()
    for path in ("/healthz", "/readyz"):
        found.try_one(schema[path]["get"].Case(), api.simulator.base_url, {})

    assert (found.sent, found.complaints) == (2, {})
    flows = document["components"]["securitySchemes"]["client_credentials"]["flows"]
    assert (document["servers"], flows["clientCredentials"]["tokenUrl"]) == (
        [{"url": "/"}],
        "/registry/v1/oauth/token",
    )
    for service in SERVICES[:-1]:
        told = {f"/{service}{path}" for path in api.document(service)["paths"]}
        assert told <= document["paths"].keys()


def test_what_the_document_does_not_say_is_found(api: Api) -> None:
    document = copy.deepcopy(api.document("controls"))
    del document["paths"]["/personas/{persona_id}"]["get"]["responses"]["404"]
    document["components"]["schemas"]["Alive"]["properties"]["status"] = {"type": "integer"}
    schema = schemathesis.openapi.from_dict(document, config=configured())
    found = Findings()
    for path in ("/healthz", "/personas/{persona_id}"):
        operation = schema[path]["get"]
        found.try_one(operation.Case(path_parameters={"persona_id": "nobody"}), api.url_of("controls"), {})

    assert list(found.complaints) == [
        "GET /healthz: Response violates schema",
        "GET /personas/{persona_id}: Undocumented status code",
    ]


def systematic(schema: Any, operation: Any, amount: Amount) -> Iterator[Any]:
    """Cases at the edges of what the document allows, and beyond; spread over all of them where there are many."""
    every = list(
        schema.iter_coverage_cases(operation, generation_modes=MODES, generation_config=schema.config.generation)
    )
    step = max(1, len(every) // amount.systematic)
    yield from every[::step][: amount.systematic]


def drawn(operation: Any, known: dict[str, Any], amount: Amount) -> list[Any]:
    """Cases at random, some about what is there: else nearly all would meet a 404."""
    found: list[Any] = []
    strategies = [operation.as_strategy(mode) for mode in MODES]
    if known:
        strategies.append(operation.as_strategy(path_parameters=known))
    for strategy in strategies:

        @settings(
            max_examples=amount.drawn, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck)
        )
        @given(strategy)
        def collect(case: Any) -> None:
            found.append(case)

        with suppress(Unsatisfiable, SkipTest):
            collect()
    return found


def known_parameters(operation: dict[str, Any]) -> dict[str, Any]:
    """Values of an operation's path that exist, where all its parameters there have one without a placeholder."""
    inside = [each for each in operation.get("parameters", []) if each["in"] == "path"]
    values = {each["name"]: each.get("example") for each in inside}
    placeholders = {each.example for each in PLACEHOLDERS.values()}
    return values if values and not placeholders & set(values.values()) and None not in values.values() else {}


@pytest.mark.parametrize("service", [service for service in SERVICES if service not in ONE_CALL])
def test_walks_through_what_belongs_together_find_nothing_either(api: Api, service: str) -> None:
    schema = schemathesis.openapi.from_dict(api.document(service), config=configured())
    callers, amount, found = Callers(api), Amount.of_this_run(), Findings()
    by_operation: dict[str, Iterator[dict[str, str]]] = {}

    class Walk(schema.as_state_machine()):  # type: ignore[misc]
        """One walk: what an operation answers is sent to the next."""

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            raw = case.operation.definition.raw
            headers = by_operation.setdefault(case.operation.label, callers.headers_for(raw))
            found.sent += 1
            return {"base_url": api.url_of(service), "headers": next(headers), "timeout": 60}

        def validate_response(self, response: Any, case: Any, **_more: Any) -> None:
            found.look_at(case, lambda: case.validate_response(response, checks=CHECKED))

    steps = settings(max_examples=amount.walks, stateful_step_count=6, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Walk, settings=steps)

    assert found.complaints == {}
    assert found.sent > 0


@dataclass
class Findings:
    """What was sent, and what was wrong with the answers: each kind once, with the request that shows it."""

    sent: int = 0
    complaints: dict[str, str] = field(default_factory=dict)

    def try_one(self, case: Any, url: str, headers: dict[str, str]) -> None:
        self.sent += 1
        self.look_at(case, lambda: case.call_and_validate(base_url=url, headers=headers, checks=CHECKED, timeout=60))

    def look_at(self, case: Any, judged: Callable[[], object]) -> None:
        try:
            judged()
        except (FailureGroup, Failure) as failures:
            for each in getattr(failures, "exceptions", [failures]):
                what = f"{case.operation.label}: {each.title}"
                self.complaints.setdefault(what, f"{each.message} {case.as_curl_command()}")
