"""What a body says of whom it asks about: the same person is known the same, however the request is written."""

from datetime import date

import msgspec
import pytest
from cryptography import x509

from services.jpki.odd.catalogue import ODD_PROOFS
from shared.domain.insured import WrittenIdentifiers
from shared.worlds.fault_plan import NOBODY, certificate_key, insured_key, member_key
from simulator.faults.asked import MESSAGES, read_asked
from tests.odd_certificates.hand import card_in_hand

CHECKS = "/eligibility/v1/checks"
NAMED = WrittenIdentifiers("02999918", "シミュ－１", "001024", "01", date(1985, 4, 12)).folded()
INFO = {
    "InsurerNumber": "02999918",
    "InsuredCardSymbol": "シミュ－１",
    "InsuredIdentificationNumber": "001024",
    "InsuredBranchNumber": "01",
}
HEADER = {"MedicalInstitutionCode": "9910000018", "ArbitraryFileIdentifier": "uketsuke-1"}


def xml(info: str, *people: dict[str, str], encoding: str = "UTF-8") -> tuple[list[tuple[bytes, bytes]], bytes]:
    def written(members: dict[str, str]) -> str:
        return "".join(f"<{name}>{text}</{name}>" for name, text in members.items())

    body = "".join(f"<{info}>{written(each)}</{info}>" for each in people)
    message = f"<XmlMsg><MessageHeader>{written(HEADER)}</MessageHeader><MessageBody>{body}</MessageBody></XmlMsg>"
    declared = f'<?xml version="1.0" encoding="{encoding}"?>{message}'
    return [(b"content-type", b"application/xml")], declared.encode({"Shift_JIS": "cp932"}.get(encoding, encoding))


@pytest.mark.parametrize("encoding", ["UTF-8", "Shift_JIS"])
def test_a_question_in_xml_names_the_person_and_the_reference(encoding: str) -> None:
    headers, body = xml("QualificationConfirmSearchInfo", INFO | {"Birthdate": "19850412"}, encoding=encoding)

    assert read_asked(MESSAGES, headers, body) == ("uketsuke-1", frozenset({insured_key(NAMED)}))


def test_a_question_in_json_names_them_too() -> None:
    info = INFO | {"Birthdate": "19850412"}
    message = {"MessageHeader": HEADER, "MessageBody": {"QualificationConfirmSearchInfo": info}}
    headers, body = [(b"content-type", b"application/json")], msgspec.json.encode({"XmlMsg": message})

    assert read_asked(MESSAGES, headers, body) == ("uketsuke-1", frozenset({insured_key(NAMED)}))


def test_a_registration_without_a_birthdate_names_the_member() -> None:
    headers, body = xml("ReferenceNumberRegistrationInfo", INFO | {"ReferenceNumber": "P-1"})

    assert read_asked(MESSAGES, headers, body) == ("uketsuke-1", frozenset({member_key(NAMED)}))


def test_a_check_over_rest_names_the_same_person() -> None:
    insured = {
        "insurer_number": "02999918",
        "symbol": "シミュ－１",
        "number": "001024",
        "birthdate": "1985-04-12",
    }
    body = msgspec.json.encode({"insured": insured, "client_reference": "uketsuke-1"})

    assert read_asked(CHECKS, [], body) == ("uketsuke-1", frozenset({insured_key(NAMED)}))


@pytest.mark.parametrize("birthdate", ["", "1985-04-12", "19851399"])
def test_who_cannot_be_read_is_nobody_and_the_reference_stands(birthdate: str) -> None:
    headers, body = xml("QualificationConfirmSearchInfo", INFO | {"Birthdate": birthdate})

    assert read_asked(MESSAGES, headers, body) == ("uketsuke-1", NOBODY)


def test_of_several_people_a_message_is_about_nobody() -> None:
    one = INFO | {"Birthdate": "19850412"}
    headers, body = xml("QualificationConfirmSearchInfo", one, one)

    assert read_asked(MESSAGES, headers, body) == ("uketsuke-1", NOBODY)


def test_a_proof_names_the_holder_by_issuer_and_number_of_the_certificate() -> None:
    hand, forge = card_in_hand(), ODD_PROOFS["aud-registration"].forge
    assert forge is not None
    body = msgspec.json.encode({"presence_proof": forge(hand)})
    issuer = hand.certificate.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
    assert issuer is not None

    assert read_asked(CHECKS, [], body) == (None, frozenset({certificate_key(issuer, hand.certificate.serial_number)}))


@pytest.mark.parametrize("name", [each for each, odd in ODD_PROOFS.items() if odd.forge is not None])
def test_no_odd_proof_keeps_a_request_from_being_read(name: str) -> None:
    forge = ODD_PROOFS[name].forge
    assert forge is not None
    body = msgspec.json.encode({"client_reference": "uketsuke-1", "presence_proof": forge(card_in_hand())})
    reference, who = read_asked(CHECKS, [], body)

    assert (reference, len(who) <= 1) == ("uketsuke-1", True)


@pytest.mark.parametrize("body", [b"", b"<XmlMsg>", b"\xff\xfe", b"[1]"])
@pytest.mark.parametrize("path", [MESSAGES, CHECKS])
def test_what_cannot_be_read_says_nothing(path: str, body: bytes) -> None:
    assert read_asked(path, [(b"content-type", b"application/xml")], body) == (None, NOBODY)
