"""The files of TLS: kept where they must be, named for every way to this machine, refused when damaged."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from simulator.start_failed import StartFailed
from simulator.tls.authority import make_authority
from simulator.tls.files import lay_tls_files, names_of

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)


def certificate_in(file: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(file.read_bytes())


def names_in(file: Path) -> tuple[list[str], list[str]]:
    names = certificate_in(file).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return names.get_values_for_type(x509.DNSName), [str(ip) for ip in names.get_values_for_type(x509.IPAddress)]


def test_the_servers_certificate_names_every_way_to_it(tmp_path: Path) -> None:
    files = lay_tls_files(tmp_path / "tls", ["onshi", "192.0.2.7", "*.clinic.example"], NOW)

    names, addresses = names_in(files.server)
    assert {"localhost", "host.docker.internal", "onshi", "*.clinic.example"} <= set(names)
    assert {"127.0.0.1", "::1", "192.0.2.7"} <= set(addresses)


def test_a_second_start_keeps_the_ca_and_what_institutions_have_installed(tmp_path: Path) -> None:
    files = lay_tls_files(tmp_path / "tls", [], NOW)
    kept = {file: file.read_bytes() for file in [files.ca, files.folder / "ca-key.pem", *files.clients.iterdir()]}
    before = files.server.read_bytes()

    lay_tls_files(tmp_path / "tls", ["onshi"], NOW + timedelta(days=300))

    assert {file: file.read_bytes() for file in kept} == kept
    assert files.server.read_bytes() != before
    assert sorted(file.name for file in files.clients.iterdir()) == [
        "9910000018.pem",
        "9910000026.pem",
        "9910009019.pem",
        "9940000012.pem",
        "9960000017.pem",
    ]


def test_only_the_ca_is_for_everybody_to_read(tmp_path: Path) -> None:
    files = lay_tls_files(tmp_path / "tls", [], NOW)
    secret = [files.server, files.folder / "ca-key.pem", *files.clients.iterdir()]

    assert files.ca.stat().st_mode & 0o777 == 0o644
    assert {file.stat().st_mode & 0o777 for file in secret} == {0o600}
    assert b"PRIVATE KEY" not in files.ca.read_bytes()


def test_a_client_certificate_says_whose_it_is_and_cannot_serve(tmp_path: Path) -> None:
    files = lay_tls_files(tmp_path / "tls", [], NOW)
    certificate = certificate_in(files.clients / "9910000018.pem")
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value

    assert names.get_values_for_type(x509.UniformResourceIdentifier) == ["urn:onshi:institution:9910000018"]
    assert [purpose.dotted_string for purpose in purposes] == ["1.3.6.1.5.5.7.3.2"]
    certificate.verify_directly_issued_by(certificate_in(files.ca))


def test_openssl_takes_the_files_as_they_are(tmp_path: Path) -> None:
    files = lay_tls_files(tmp_path / "tls", [], datetime.now(UTC))  # noqa: TID251 - OpenSSL looks at the real clock
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_verify_locations(files.ca)
    for file in [files.server, *files.clients.iterdir()]:
        context.load_cert_chain(file)

    assert context.cert_store_stats()["x509_ca"] == 1


@pytest.mark.parametrize("damage", ["no key", "empty", "another's key", "too old"])
def test_a_damaged_ca_is_told_and_nothing_is_overwritten(tmp_path: Path, damage: str) -> None:
    files = lay_tls_files(tmp_path / "tls", [], NOW)
    key_file = files.folder / "ca-key.pem"
    now = NOW
    if damage == "no key":
        key_file.unlink()
    elif damage == "empty":
        files.ca.write_bytes(b"")
    elif damage == "another's key":
        key_file.write_bytes(make_authority(NOW).key_pem())
    else:
        now = NOW + timedelta(days=3651)
    before = {file: file.read_bytes() for file in files.folder.rglob("*.pem")}

    with pytest.raises(StartFailed, match="move that folder away"):
        lay_tls_files(files.folder, [], now)

    assert {file: file.read_bytes() for file in files.folder.rglob("*.pem")} == before


def test_what_is_no_name_is_left_out() -> None:
    hosts = ["0.0.0.0", "::", "", "a b", "病院", "-x", "a..b", "localhost", "127.0.0.1", "2001:db8::1", "my_host"]  # noqa: S104

    assert list(names_of(hosts)) == ["localhost", "127.0.0.1", "2001:db8::1", "my_host"]
