"""What `onshi up` prints can be typed: addresses that work from here, and a command that reaches this simulator."""

import socket
from datetime import date
from pathlib import Path

from simulator.running.banner import banner
from simulator.running.up_options import Running
from simulator.tls.files import TlsFiles
from simulator.worlds.world_record import WorldRecord

WORLD = WorldRecord(seed=1, reference_date=date(2026, 11, 20), clock_offset_s=0.0, seeded=True)


def shown(**different: object) -> list[str]:
    usual = {"base_url": "http://127.0.0.1:8000", "control_url": "http://127.0.0.1:8099"}
    running = Running(**{**usual, "world": WORLD, "is_kept": False, **different})  # type: ignore[arg-type]
    return banner(running).splitlines()


def test_on_the_usual_addresses_the_command_needs_none() -> None:
    lines = shown()

    assert "  onshi check --persona employee-with-limit" in lines
    assert not any("OPEN TO OTHER MACHINES" in line or line.startswith(("elsewhere", "CA")) for line in lines)


def test_other_ports_stand_in_the_command() -> None:
    lines = shown(base_url="http://[::1]:18000", control_url="http://127.0.0.1:18099")

    assert (
        "  onshi check --persona employee-with-limit --url http://[::1]:18000 --control-url http://127.0.0.1:18099"
        in lines
    )


def test_who_listens_everywhere_is_told_the_name_for_other_machines() -> None:
    lines = shown(host="0.0.0.0", control_host="::")  # noqa: S104 - nobody listens here
    name = socket.gethostname()

    assert any(line.startswith(f"elsewhere http://{name}:8000 http://{name}:8099 ") for line in lines)
    assert "  onshi check --persona employee-with-limit" in lines
    assert lines[0].startswith("OPEN TO OTHER MACHINES")
    assert lines[2].startswith("The controls too")


def test_roots_of_other_authorities_are_told_of_where_they_can_be_pinned() -> None:
    assert shown(allows_foreign_roots=True)[0].startswith("ROOTS OF OTHER AUTHORITIES can be pinned")
    assert not any("ROOTS OF OTHER" in line for line in shown())


def test_controls_that_stay_here_are_not_called_open() -> None:
    lines = shown(host="192.168.0.7", base_url="http://192.168.0.7:8000")

    assert lines[0].startswith("OPEN TO OTHER MACHINES")
    assert not any(line.startswith("The controls too") for line in lines)
    assert "  onshi check --persona employee-with-limit --url http://192.168.0.7:8000" in lines


def test_over_tls_the_command_brings_the_ca_and_the_clinics_certificate() -> None:
    lines = shown(tls=TlsFiles(Path("/a world/tls")), tls_client_certificates=True)

    assert any(line.startswith("CA        /a world/tls/ca.pem") for line in lines)
    assert any(line.startswith("clients   /a world/tls/clients") for line in lines)
    assert (
        "  onshi check --persona employee-with-limit"
        " --ca '/a world/tls/ca.pem' --certificate '/a world/tls/clients/9910000018.pem'"
    ) in lines
