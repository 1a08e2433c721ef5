"""`onshi up` for other machines: on every address, over TLS, institutions with certificates of their own."""

import shlex
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from onshi.client import Clinic
from onshi.connecting import open_http
from onshi.problems import OnshiProblem
from onshi.signer import VirtualCard
from onshi.simulator import RunningSimulator
from simulator.personas.credentials import CLINIC
from simulator.tls.authority import issue_client, make_authority
from tests.flows.pages import received_at, signed_in_at
from tests.flows.program import WITHIN_S, Simulator, copied_world, run, simulator_in

CLINICS, HOSPITALS = "9910000018.pem", "9910000026.pem"
PUBLIC = ("--host", "0.0.0.0", "--control-host", "0.0.0.0", "--allow-public")  # noqa: S104 - in a test's minute


@pytest.fixture(scope="module")
def simulator(stopped_world: Path) -> Iterator[Simulator]:
    with (
        copied_world(stopped_world) as folder,
        simulator_in(folder, *PUBLIC, "--tls-client-certificates", "--tls-name", "onshi.example") as started,
    ):
        yield started


@pytest.fixture(scope="module")
def banner(simulator: Simulator) -> list[str]:
    """What it has said until it was ready."""
    lines: list[str] = []
    assert simulator.process.stdout is not None
    while not lines or not lines[-1].startswith("Stop with Ctrl-C"):
        lines.append(simulator.process.stdout.readline().decode())
        assert lines[-1], "it ended"
    return [line.rstrip("\n") for line in lines]


def world(simulator: Simulator) -> RunningSimulator:
    tls = simulator.folder / "tls"
    return RunningSimulator(simulator.base_url, simulator.control_url, tls / "ca.pem", tls / "clients")


def clinic(simulator: Simulator, certificate: Path | None) -> Clinic:
    known = world(simulator).credentials()["clinic"]
    return Clinic(
        simulator.base_url,
        known["client_id"],
        known["client_secret"],
        verify=world(simulator).verify,
        certificate=certificate,
    )


def card(simulator: Simulator, persona: str) -> VirtualCard:
    held = world(simulator).personas()[persona]["card"]
    return VirtualCard(simulator.base_url, held["card_id"], held["pin"], verify=world(simulator).verify)


def certificates(simulator: Simulator) -> Path:
    return simulator.folder / "tls" / "clients"


def test_a_clinic_with_its_certificate_is_answered(simulator: Simulator) -> None:
    with (
        clinic(simulator, certificates(simulator) / CLINICS) as client,
        card(simulator, "employee-with-limit") as held,
    ):
        assert client.check_card(held).is_valid


def test_reader_and_portal_call_the_services_over_tls_with_their_institutions_certificate(simulator: Simulator) -> None:
    context = ssl.create_default_context(cafile=simulator.folder / "tls" / "ca.pem")
    with httpx.Client(verify=context, timeout=WITHIN_S, follow_redirects=True, trust_env=False) as http:
        end = received_at(http, f"{simulator.base_url}/reader/clinic-reader", "employee-with-limit")
        page = signed_in_at(http, f"{simulator.base_url}/portal", "employee-with-limit")

        assert (end, page) == ("受付が完了しました", "健康保険証")
        assert {cookie.name: cookie.secure for cookie in http.cookies.jar} == {
            "onshi-visit": True,
            "onshi-portal": True,
        }


def test_the_registry_reads_revocations_over_tls(simulator: Simulator) -> None:
    with (
        clinic(simulator, certificates(simulator) / CLINICS) as client,
        card(simulator, "card-revoked") as held,
        pytest.raises(OnshiProblem, match="certificate-revoked"),
    ):
        client.check_card(held)


@pytest.mark.parametrize("shown", [None, HOSPITALS])
def test_without_its_own_certificate_an_institution_is_refused(simulator: Simulator, shown: str | None) -> None:
    certificate = None if shown is None else certificates(simulator) / shown
    with clinic(simulator, certificate) as client, pytest.raises(OnshiProblem) as refused:
        client.challenge()

    assert (refused.value.code, refused.value.status) == ("client-certificate-mismatch", 403)


def test_a_certificate_of_another_ca_is_no_certificate(simulator: Simulator, tmp_path: Path) -> None:
    now = datetime.now(UTC)  # noqa: TID251 - TLS looks at the real clock
    forged = tmp_path / "forged.pem"
    forged.write_bytes(issue_client(make_authority(now), CLINIC, now).pem())

    with clinic(simulator, forged) as client, pytest.raises(httpx.TransportError):
        client.token()


def test_who_does_not_know_the_ca_does_not_trust_it(simulator: Simulator) -> None:
    with open_http() as http, pytest.raises(httpx.ConnectError, match="certificate verify failed"):
        http.get(simulator.base_url)


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "onshi.example", socket.gethostname()])
def test_every_name_of_the_machine_is_in_the_certificate(simulator: Simulator, name: str) -> None:
    port = urlsplit(simulator.control_url).port
    context = ssl.create_default_context(cafile=simulator.folder / "tls" / "ca.pem")
    with (
        socket.create_connection(("127.0.0.1", port)) as plain,
        context.wrap_socket(plain, server_hostname=name) as secured,
    ):
        assert secured.version() in {"TLSv1.2", "TLSv1.3"}


def test_health_needs_no_certificate(simulator: Simulator) -> None:
    with open_http(verify=world(simulator).verify) as http:
        assert http.get(f"{simulator.base_url}/readyz").status_code == 200
        assert http.get(f"{simulator.control_url}/readyz").status_code == 200


def test_what_is_printed_can_be_pasted(banner: list[str]) -> None:
    (command,) = [line for line in banner if line.startswith("  onshi check ")]
    answered = run(*shlex.split(command)[1:])

    assert answered.returncode == 0, answered.stderr
    assert '"validity": "valid"' in answered.stdout


def test_the_address_for_other_machines_is_printed_and_what_it_means(simulator: Simulator, banner: list[str]) -> None:
    ports = [urlsplit(url).port for url in (simulator.base_url, simulator.control_url)]
    elsewhere = " ".join(f"https://{socket.gethostname()}:{port}" for port in ports)

    assert any(line.startswith(f"elsewhere {elsewhere} ") for line in banner)
    assert any(line.startswith("OPEN TO OTHER MACHINES") for line in banner)
    assert any(line.startswith("The controls too: they show every credential") for line in banner)


def test_commands_find_the_ca_in_the_environment(simulator: Simulator) -> None:
    told = {"ONSHI_CONTROL_URL": simulator.control_url, "ONSHI_CA_FILE": str(simulator.folder / "tls" / "ca.pem")}
    known, unknown = run("credentials", more=told), run("credentials", more={**told, "ONSHI_CA_FILE": ""})

    assert (known.returncode, unknown.returncode) == (0, 1)
    assert "clinic-development-secret" in known.stdout
    assert "or say --ca" in unknown.stderr


def test_a_name_that_is_none_is_told() -> None:
    refused = run("up", "--port", "0", "--control-port", "0", "--tls-name", "a b", "--tls-name", "病院")

    assert refused.returncode == 1
    assert "--tls-name takes host names and addresses, not 'a b', '病院'" in refused.stderr


def test_public_controls_must_be_asked_for() -> None:
    refused = run("up", "--port", "0", "--control-port", "0", "--control-host", "0.0.0.0")  # noqa: S104 - refused

    assert refused.returncode == 1
    assert "--allow-public" in refused.stderr
