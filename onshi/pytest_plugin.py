"""Fixtures for tests that need a simulator. Installing onshi is enough; nothing starts until a test asks for it.

def test_the_patient_is_insured(onshi_clinic, onshi_card):
    answer = onshi_clinic.check_card(onshi_card("employee-with-limit"))
    assert answer.is_valid

``--onshi-date`` and ``--onshi-seed`` (or ``onshi_date``, ``onshi_seed`` in the ini file) choose the world;
``--onshi-url`` with ``--onshi-control-url`` (and ``--onshi-ca`` over TLS) use one that runs already; so do ONSHI_URL
and ONSHI_CONTROL_URL, as ``onshi exec -- pytest`` sets them, unless a world is chosen. With pytest-xdist each worker
has its own.
"""

import os
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from onshi.client import Clinic
    from onshi.faults import Faults
    from onshi.signer import VirtualCard
    from onshi.simulator import RunningSimulator
    from onshi.testing import Sandbox

_VARIABLES = {
    "url": "ONSHI_URL",
    "control-url": "ONSHI_CONTROL_URL",
    "ca": "ONSHI_CA_FILE",
    "certificate": "ONSHI_CERTIFICATE_FILE",
}
_CHOICES = {"date": "The reference date, which is today in the world.", "seed": "Makes other people."}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("onshi", "onshi: simulator of online eligibility confirmation")
    for name, meaning in _CHOICES.items():
        group.addoption(f"--onshi-{name}", help=meaning)
        parser.addini(f"onshi_{name}", meaning)
    group.addoption("--onshi-url", help="Use the services there instead of starting a simulator.")
    group.addoption("--onshi-control-url", help="The controls that belong to --onshi-url.")
    group.addoption("--onshi-ca", help="PEM of the CA to trust, where --onshi-url is https.")
    group.addoption("--onshi-certificate", help="PEM of the clinic's certificate, where the simulator asks for one.")


@pytest.fixture(scope="session")
def onshi_simulator(request: pytest.FixtureRequest) -> "Iterator[RunningSimulator]":
    """A simulator for the whole session: ``base_url``, ``control_url``, ``personas()``, ``credentials()``."""
    # Only a test that asks for it pays for the imports.
    from onshi.simulator import RunningSimulator, running_simulator  # noqa: PLC0415 - only a test that asks for a simulator imports it

    chosen = _chosen_world(request.config)
    told = _running_already(request.config)
    base_url, control_url = told.get("url"), told.get("control-url")
    if base_url and control_url:
        yield RunningSimulator(base_url, control_url, Path(told["ca"]) if "ca" in told else None)
        return
    if base_url or control_url:
        raise pytest.UsageError(
            "--onshi-url and --onshi-control-url belong together (and ONSHI_URL and ONSHI_CONTROL_URL)"
        )
    with running_simulator(*(word for name, value in chosen.items() for word in (f"--{name}", value))) as own:
        yield own


@pytest.fixture
def onshi_test(request: pytest.FixtureRequest) -> str:
    """What the requests of this test name in ``X-Onshi-Test``: the simulator tells tests apart by it."""
    from onshi.faults import id_of_test  # noqa: PLC0415 - see above

    return id_of_test(request.node.nodeid)


@pytest.fixture
def onshi_faults(onshi_simulator: "RunningSimulator", onshi_test: str) -> "Iterator[Faults]":
    """Faults for the requests of this test alone, gone at its end: ``onshi_faults.make("status", {"status": 503})``."""
    from onshi.faults import Faults  # noqa: PLC0415 - see above

    faults = Faults(onshi_simulator.control_url, onshi_test, verify=onshi_simulator.verify)
    yield faults
    faults.remove()


@pytest.fixture
def onshi_clinic(
    onshi_simulator: "RunningSimulator", onshi_test: str, pytestconfig: pytest.Config
) -> "Iterator[Clinic]":
    """A clinic's client (role ``institution``), which names this test."""
    from onshi.client import Clinic  # noqa: PLC0415 - see above

    known = onshi_simulator.credentials()["clinic"]
    with Clinic(
        onshi_simulator.base_url,
        known["client_id"],
        known["client_secret"],
        verify=onshi_simulator.verify,
        certificate=_running_already(pytestconfig).get("certificate"),
        test=onshi_test,
    ) as clinic:
        yield clinic


@pytest.fixture(scope="session")
def onshi_persona(onshi_simulator: "RunningSimulator") -> Callable[[str], dict[str, Any]]:
    """Return a persona by id: ``card``, ``insured``, ``expected``, …; raises KeyError for one that is not there."""
    personas = onshi_simulator.personas()
    return personas.__getitem__


@pytest.fixture(scope="session")
def onshi_patient(onshi_simulator: "RunningSimulator") -> Callable[..., dict[str, Any]]:
    """Make a patient of one's own, ``onshi_patient(name=…, birthdate=…, sex=…)``: what is left out is chosen."""
    return onshi_simulator.make_patient


@pytest.fixture(scope="session")
def onshi_clock(onshi_simulator: "RunningSimulator") -> Callable[..., dict[str, Any]]:
    """Move the world's clock, ``onshi_clock(advance="P1M")``: forward only, and for every test that comes after."""
    return onshi_simulator.move_clock


@pytest.fixture(scope="session")
def onshi_journal(onshi_simulator: "RunningSimulator") -> Callable[..., list[dict[str, Any]]]:
    """Read the last requests and why each was answered so, ``onshi_journal(persona="twins")``."""
    return onshi_simulator.journal


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show in the report of a test that fails what its ``onshi_clinic`` asked, step by step."""
    report = yield
    used: Mapping[str, Any] = getattr(item, "funcargs", {})
    if report.when == "call" and report.failed and "onshi_clinic" in used:
        from onshi.journal import told_of_test  # noqa: PLC0415 - only a test that fails imports it

        if told := told_of_test(used["onshi_simulator"], used["onshi_test"]):
            report.sections.append(("onshi journal", told))
    return report


@pytest.fixture
def onshi_sandbox(onshi_simulator: "RunningSimulator") -> "Iterator[Sandbox]":
    """A world for this test alone, as it was seeded: ``base_url``, ``control_url``, ``reset()``, ``restore()``, …."""
    from onshi.testing import sandbox_in  # noqa: PLC0415 - see above

    with sandbox_in(onshi_simulator) as world:
        yield world


@pytest.fixture
def onshi_card(
    onshi_simulator: "RunningSimulator", onshi_persona: Callable[[str], dict[str, Any]]
) -> "Iterator[Callable[[str | dict[str, Any]], VirtualCard]]":
    """Return the card of a persona, by the persona's id, or of a patient; it is put away at the end of the test."""
    from onshi.signer import VirtualCard  # noqa: PLC0415 - see above

    with ExitStack() as hand:

        def card_of(who: str | dict[str, Any]) -> VirtualCard:
            persona = onshi_persona(who) if isinstance(who, str) else who
            card, way = persona["card"], persona["ask"]["card"]["holder_verification"]
            url = onshi_simulator.base_url
            return hand.enter_context(
                VirtualCard(url, card["card_id"], card["pin"], holder_verification=way, verify=onshi_simulator.verify)
            )

        yield card_of


def _chosen_world(config: pytest.Config) -> dict[str, str]:
    chosen = {name: config.getoption(f"--onshi-{name}") or config.getini(f"onshi_{name}") for name in _CHOICES}
    return {name: value for name, value in chosen.items() if value}


def _running_already(config: pytest.Config) -> Mapping[str, str]:
    """Return where a simulator runs already, by the options' names: as the options say, or else the environment."""
    options = {name: config.getoption(f"--onshi-{name}") for name in _VARIABLES}
    if any(options.values()) or _chosen_world(config):
        return {name: value for name, value in options.items() if value}
    found = os.environ  # noqa: TID251 - `onshi exec` tells it there
    return {name: found[variable] for name, variable in _VARIABLES.items() if found.get(variable)}
