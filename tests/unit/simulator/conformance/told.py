"""Messages as literals: what a face has noted of them."""

from services.eligibility.faces.oqs.xml_form import read_xml
from shared.worlds.journal import MessageNotes, RawExchange

HEADER = (
    "<MessageHeader><QualificationConfirmationDate>20261120</QualificationConfirmationDate>"
    "<MedicalInstitutionCode>9910000018</MedicalInstitutionCode>"
    "<ArbitraryFileIdentifier>uketsuke-1</ArbitraryFileIdentifier></MessageHeader>"
)
PERSON = (
    "<QualificationConfirmSearchInfo><InsurerNumber>06990001</InsurerNumber><InsuredCardSymbol>記1</InsuredCardSymbol>"
    "<InsuredIdentificationNumber>7788990</InsuredIdentificationNumber><InsuredBranchNumber>01</InsuredBranchNumber>"
    "<Birthdate>19800101</Birthdate>"
    "<LimitApplicationCertificateRelatedConsFlg>1</LimitApplicationCertificateRelatedConsFlg>"
    "</QualificationConfirmSearchInfo>"
)
NUMBER = (
    "<ReferenceNumberRegistrationInfo><ReferenceNumber>000124</ReferenceNumber><InsurerNumber>06990001</InsurerNumber>"
    "<InsuredIdentificationNumber>7788990</InsuredIdentificationNumber></ReferenceNumberRegistrationInfo>"
)
LOOK = "<ReceptionNumber>0b8a1f5e-6f4e-4c55-9a0e-4f2f6f2f7a11</ReceptionNumber>"


def xml(body: str = PERSON, header: str = HEADER) -> str:
    return f"<XmlMsg>{header}<MessageBody>{body}</MessageBody></XmlMsg>"


def notes(kind: str = "siquc01", text: str = "", refused_as: str | None = None, wrong: str = "") -> MessageNotes:
    return MessageNotes(kind, read_xml(text or xml()), refused_as, [wrong] if wrong else [])


def raw(content_type: str = "application/xml", body: str = "<XmlMsg/>", encoding: str = "utf-8") -> RawExchange:
    headers = [(b"content-type", content_type.encode())]
    return RawExchange("POST", "/eligibility/oqs/messages", b"", headers, [body.encode(encoding)], [], b"", True)
