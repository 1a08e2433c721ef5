from pathlib import Path
from typing import Any

from simulator.asking.request_message import Wanted, _written, write_whole

WHO: dict[str, Any] = {
    "as_of": "2026-11-20",
    "insured": {
        "insurer_number": "990012",
        "symbol": "髙・1",
        "number": "0012",
        "branch": None,
        "birthdate": "1980-01-02",
    },
    "ask": {"insured": {"limit_certificate_consent": True}},
}


def test_a_request_is_written_as_receipt_computers_write_it() -> None:
    written = _written(WHO, "9910000018", Wanted("somebody", "clinic", "a&b", "shift_jis"))

    assert written.decode("cp932").splitlines() == [
        '<?xml version="1.0" encoding="Shift_JIS" standalone="no"?>',
        "<XmlMsg>",
        "<MessageHeader>",
        "  <QualificationConfirmationDate>20261120</QualificationConfirmationDate>",
        "  <MedicalInstitutionCode>9910000018</MedicalInstitutionCode>",
        "  <ArbitraryFileIdentifier>a&amp;b</ArbitraryFileIdentifier>",
        "</MessageHeader>",
        "<MessageBody>",
        "<QualificationConfirmSearchInfo>",
        "  <InsurerNumber>  990012</InsurerNumber>",
        "  <InsuredCardSymbol>髙・1</InsuredCardSymbol>",
        "  <InsuredIdentificationNumber>0012</InsuredIdentificationNumber>",
        "  <Birthdate>19800102</Birthdate>",
        "  <LimitApplicationCertificateRelatedConsFlg>1</LimitApplicationCertificateRelatedConsFlg>",
        "</QualificationConfirmSearchInfo>",
        "</MessageBody>",
        "</XmlMsg>",
    ]


def test_a_file_appears_whole_in_a_folder_that_is_made(tmp_path: Path) -> None:
    file = tmp_path / "OQS" / "req" / "OQSsiquc01req_1.xml"
    write_whole(file, b"<XmlMsg/>")

    assert [each.name for each in file.parent.iterdir()] == ["OQSsiquc01req_1.xml"]
    assert file.read_bytes() == b"<XmlMsg/>"
