"""Each thing that can be wrong with a machine is told, with what to do, in both languages."""

from dataclasses import replace
from pathlib import Path

import pytest

from simulator.doctor.examining import examine
from simulator.doctor.finding import Finding, Level
from simulator.doctor.machine import PROGRAMS, Machine, this_machine

GOOD = Machine(
    python=(3, 11),
    system="linux",
    has_postgres=True,
    environment={},
    encoding="utf-8",
    user_name="somebody",
    is_root=False,
    cores=2,
    memory_mb=4_000,
    open_files=20_000,
    temporary_folder=Path("/tmp"),  # noqa: S108 - named, not used
    is_temporary_writable=True,
    runs_programs_there=True,
    free_mb=20_000,
    programs=frozenset(PROGRAMS),
)
PROXY = {"http_proxy": "http://proxy.example:8080"}


def found(machine: Machine, subject: str) -> Finding:
    (finding,) = (each for each in examine(machine) if each.subject == subject)
    return finding


def test_of_a_good_machine_nothing_is_to_be_done() -> None:
    findings = list(examine(GOOD))

    assert {each.level for each in findings} == {Level.OK}
    assert [each.subject for each in findings if each.to_do or each.to_do_ja] == []


@pytest.mark.parametrize(
    ("machine", "subject", "level"),
    [
        (replace(GOOD, python=(3, 10)), "Python", Level.STOP),
        (replace(GOOD, system="darwin"), "system", Level.WARN),
        (replace(GOOD, has_postgres=False), "PostgreSQL", Level.STOP),
        (replace(GOOD, user_name=None), "user", Level.STOP),
        (replace(GOOD, memory_mb=200), "memory", Level.STOP),
        (replace(GOOD, memory_mb=700), "memory", Level.WARN),
        (replace(GOOD, cores=1), "cores", Level.WARN),
        (replace(GOOD, is_temporary_writable=False), "temporary folder", Level.STOP),
        (replace(GOOD, is_root=True, runs_programs_there=False), "temporary folder", Level.WARN),
        (replace(GOOD, free_mb=100), "disk", Level.STOP),
        (replace(GOOD, free_mb=500), "disk", Level.WARN),
        (replace(GOOD, open_files=256), "open files", Level.WARN),
        (replace(GOOD, environment=PROXY), "proxy", Level.WARN),
        (replace(GOOD, encoding="latin-1"), "terminal", Level.WARN),
        (replace(GOOD, encoding=""), "terminal", Level.WARN),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_told_with_what_to_do(machine: Machine, subject: str, level: Level) -> None:
    finding = found(machine, subject)

    assert finding.level is level
    assert finding.to_do
    assert finding.to_do_ja


@pytest.mark.parametrize("spared", ["127.0.0.1,localhost", "*", "localhost"])
def test_a_proxy_that_spares_this_machine_is_no_matter(spared: str) -> None:
    assert found(replace(GOOD, environment={**PROXY, "NO_PROXY": spared}), "proxy").level is Level.OK


def test_a_postgresql_of_ones_own_needs_no_programs() -> None:
    own = replace(GOOD, has_postgres=False, environment={"ONSHI_DATABASE_URL": "postgresql://db.example/onshi"})

    assert found(own, "PostgreSQL").level is Level.OK
    assert "example" not in found(own, "PostgreSQL").found


def test_programs_that_only_tests_need_stop_nothing() -> None:
    finding = found(replace(GOOD, programs=frozenset()), "programs")

    assert finding.level is Level.OK
    assert all(name in finding.found and name in finding.found_ja for name in PROGRAMS)


def test_this_machine_can_be_read() -> None:
    machine = this_machine({})

    assert machine.python >= (3, 11)
    assert machine.cores >= 1
    assert machine.free_mb > 0
