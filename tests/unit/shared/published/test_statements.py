"""What names a published table stands in shared/published, and its plan is tested."""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.service.eligibility import planned_statements as planned

ROOT = Path(__file__).parents[4]
CODE = ("services", "shared", "simulator", "onshi", "loadtests")
NAMES_TABLE = re.compile(r"\b(?:registry|consent|eligibility|jpki)_published\.\w+")
CHOOSES_VERSION = re.compile(r"known_from\s*<=")
IS_STATEMENT = re.compile(r"\s*(?:WITH|SELECT|INSERT|UPDATE|DELETE)\b")
OWNERS = re.compile(
    r"services/\w+/(?:publishing(?:/\w+)?|\w*tables)\.py"
    r"|(?:loadtests/(?:scale|worlds)/publishing|simulator/population/published_tables)\.py"
)
"""Where the owner of a schema publishes, by the tables as SQLAlchemy knows them; bench and nation do in their place."""
PLANS = (
    *planned.PLANNED_ONCE.values(),
    *(statement for statement, _ in planned.PLANNED_EACH_TIME.values()),
    *(statement for statement, _ in planned.CONSENTS.values()),
    *(statement for statement, _ in planned.BY_CONSENT.values()),
    *(statement for statement, _ in planned.BY_REGISTRY.values()),
    *(statement for statement, _ in planned.BY_JLIS.values()),
    *(statement for statement, _ in planned.BY_OWNER.values()),
    *planned.FROM_AN_END.values(),
    planned.PAGE_OF_HISTORY,
    *planned.READ_WHOLE,
)


def strays(files: Mapping[str, str]) -> set[str]:
    """Return which of the files, by path, name a published table or choose a version themselves."""
    return {
        path
        for path, text in files.items()
        if not path.startswith("shared/published/")
        and not OWNERS.fullmatch(path)
        and (NAMES_TABLE.search(text) or CHOOSES_VERSION.search(text))
    }


def unplanned(statements: Mapping[str, str]) -> set[str]:
    """Return which statements about published tables no plan is tested of, nor one that they are a part of."""
    return {
        name
        for name, text in statements.items()
        if IS_STATEMENT.match(text) and NAMES_TABLE.search(text) and not any(text in plan for plan in PLANS)
    }


def code() -> dict[str, str]:
    paths = [path for top in CODE for path in (ROOT / top).rglob("*.py")]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def statements() -> Iterator[tuple[str, str]]:
    for top in ("services", "shared", "simulator"):
        for module in pkgutil.walk_packages(importlib.import_module(top).__path__, f"{top}."):
            if not module.name.endswith(".__main__"):
                for name, value in vars(importlib.import_module(module.name)).items():
                    if isinstance(value, str):
                        yield f"{module.name}.{name}", value


def test_published_tables_are_named_in_shared_published_alone() -> None:
    assert strays(code()) == set()


def test_the_plan_of_every_statement_about_published_tables_is_tested() -> None:
    assert unplanned(dict(statements())) == set()


@pytest.mark.parametrize(
    ("path", "text", "is_stray"),
    [
        ("services/consent/history/store.py", '"SELECT FROM eligibility_published.disclosures"', True),
        ("services/eligibility/store.py", '"x.known_from  <= $1"', True),
        ("loadtests/bench/stand.py", '"SELECT count(*) FROM eligibility_published.disclosures"', True),
        ("shared/published/consent.py", '"SELECT FROM consent_published.consents"', False),
        ("services/registry/publishing.py", "table.c.known_from <= at", False),
        ("shared/db/roles.py", '("consent", "consent_published")', False),
    ],
)
def test_a_stray_statement_is_found(path: str, text: str, is_stray: bool) -> None:
    assert (strays({path: text}) == {path}) is is_stray


def test_a_statement_without_a_plan_is_found() -> None:
    added = "SELECT name FROM registry_published.institutions"
    assert unplanned({"added": added, "part": "registry_published.institutions", "own": "SELECT 1"}) == {"added"}
