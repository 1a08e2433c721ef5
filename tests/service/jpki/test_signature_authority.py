"""署名用認証局: roots, serial numbers and lists of its own; its certificates authenticate nobody."""

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.ocsp import OCSPCertStatus, OCSPRequestBuilder, load_der_ocsp_response

from shared.errors import CertificateUntrusted, CertificateWrongKind
from shared.pki.path import CertificateVerifier
from shared.pki.proof import parse_proof
from shared.pki.roots import key_id_of_root, load_root
from tests.service.jpki.service import code_of, jpki_on, new_card, pinned, present, world_now
from tests.worlds import TestDatabase


async def roots_of(client: httpx.AsyncClient, kind: str) -> list[x509.Certificate]:
    return x509.load_pem_x509_certificates((await client.get(f"/ca/{kind}/roots.pem")).content)


async def test_each_authority_has_three_generations_under_one_name_of_its_own(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        authentication, signature = await roots_of(client, "authentication"), await roots_of(client, "signature")
        lists = [(await client.get(f"/ca/signature/{generation}.crl")).status_code for generation in (1, 2, 3, 4)]
        other = await client.get("/ca/encryption/roots.pem")

    assert [len(authentication), len(signature)] == [3, 3]
    assert [len({root.subject for root in roots}) for roots in (authentication, signature)] == [1, 1]
    assert "OU=JPKI-SIM for digital signature" in signature[0].subject.rfc4514_string()
    assert [root.not_valid_after_utc for root in signature] == [root.not_valid_after_utc for root in authentication]
    assert len({key_id_of_root(root) for root in (*authentication, *signature)}) == 6
    assert (lists, other.status_code) == ([200, 200, 200, 404], 404)


async def test_a_card_can_have_both_certificates_and_signs_with_the_one_that_is_named(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client, signature=True)
        answer = await present(client, card, pin="1234", certificate="signature")
        assert answer.status_code == 200, answer.text
        der = parse_proof(answer.json()["presence_proof"]).certificate_der
        leaf = x509.load_der_x509_certificate(der)
        signature = await roots_of(client, "signature")
        (issuer,) = [root for root in signature if root.serial_number == 3]
        leaf.verify_directly_issued_by(issuer)
        request = OCSPRequestBuilder().add_certificate(leaf, issuer, SHA256()).build().public_bytes(Encoding.DER)
        status = load_der_ocsp_response((await client.post("/ocsp", content=request)).content)
        authentication_only, both = await pinned(client), await roots_of(client, "authentication")

    assert [(each["kind"], each["serial_number"]) for each in card["certificates"]] == [
        ("authentication", "1000"),
        ("signature", "1000"),
    ]
    assert leaf.extensions.get_extension_for_class(x509.KeyUsage).value.content_commitment
    assert status.certificate_status is OCSPCertStatus.GOOD
    verifier = CertificateVerifier([load_root(root.public_bytes(Encoding.DER)) for root in (*both, *signature)])
    with pytest.raises(CertificateWrongKind):
        verifier.verify(der, world_now())
    with pytest.raises(CertificateUntrusted):
        authentication_only.verify(der, world_now())


async def test_it_names_its_holder_and_the_one_for_authentication_names_nobody(database: TestDatabase) -> None:
    holder = {"name": "見本　花子", "birthdate": "1980-02-17", "sex": "female", "address": "東京都見本区一丁目2番3号"}
    async with jpki_on(database) as client:
        card, unknown = await new_card(client, signature=True, holder=holder), await new_card(client, signature=True)
        signed = [
            await present(client, each, pin="1234", certificate=kind)
            for each, kind in ((card, "signature"), (card, "authentication"), (unknown, "signature"))
        ]
    leaves = [
        x509.load_der_x509_certificate(parse_proof(answer.json()["presence_proof"]).certificate_der)
        for answer in signed
    ]
    named, *others = leaves
    names = named.extensions.get_extension_for_class(x509.SubjectAlternativeName).value

    assert [name.value[2:].decode() for name in names if isinstance(name, x509.OtherName)] == [
        "見本　花子",
        "2",
        "319800217",
        "東京都見本区一丁目2番3号",
    ]
    assert "花子" not in named.subject.rfc4514_string()
    for leaf in others:
        with pytest.raises(x509.ExtensionNotFound):
            leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName)


async def test_a_card_without_it_signs_nothing_with_it(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        answer = await present(client, await new_card(client), pin="1234", certificate="signature")

    assert (answer.status_code, code_of(answer)) == (422, "verification-unavailable")


@pytest.mark.parametrize(("birthdate", "status"), [("2011-11-20", 201), ("2011-11-21", 422)])
async def test_it_is_for_those_who_are_fifteen(database: TestDatabase, birthdate: str, status: int) -> None:
    async with jpki_on(database) as client:
        answer = await client.post("/v1/cards", json={"birthdate": birthdate, "pin": "1234", "signature": True})

    assert answer.status_code == status
