"""Messages as XML and JSON: read in the characters that they name, and what they ask read out of them."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import services.eligibility.faces.oqs.example_requests as examples
from services.eligibility.faces.oqs.fields import Edition, Order
from services.eligibility.faces.oqs.frames import charsets_named, frame_of, read_message
from services.eligibility.faces.oqs.listing_requests import read_month
from services.eligibility.faces.oqs.medical_requests import read_medical_question
from services.eligibility.faces.oqs.messages import kind_of
from services.eligibility.faces.oqs.requests import PAST, Wrong, read_header, read_question, read_registration
from services.eligibility.faces.oqs.sent import Sent
from shared.domain.identifiers import InstitutionCode
from shared.domain.roles import GRANTABLE, Role
from shared.pki.tokens import Caller
from tests.fuzz.judging import complaint_about
from tests.fuzz.mutations import ODD_TEXTS, changed_bytes

_TODAY = date(2026, 11, 20)
_CALLER = Caller(
    client_id="fuzz",
    role=Role.INSTITUTION,
    scopes=frozenset(GRANTABLE[Role.INSTITUTION]),
    world="default",
    expires_at=datetime(2026, 11, 21, tzinfo=UTC),
    institution_code=InstitutionCode("9910000018"),
)
_TYPES = (
    b"application/xml",
    b"application/xml; charset=utf-8",
    b"text/xml; charset=Shift_JIS",
    b"application/xml; charset=windows-31j",
    b"application/json",
)
_END = b"\n\n"
"""Between the content type, which stands first in an input, and the message."""
_ELEMENT = re.compile(rb"<([A-Za-z0-9]+)>([^<]*)</\1>")


class Messages:
    """The example messages, changed in their bytes, their elements, their characters, or in what their head says."""

    def __init__(self) -> None:
        self.came: Counter[str] = Counter()
        folder = Path(examples.__path__[0])
        texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.xml"))]
        in_cp932 = [text.replace("UTF-8", "Shift_JIS").encode("cp932") for text in texts]
        self._messages = [text.encode() for text in texts] + in_cp932
        self.valid = [_TYPES[0] + _END + message for message in self._messages]

    def input(self, random: Random) -> bytes:
        """Return one of the messages with something changed, behind the content type with which it is sent."""
        message = random.choice(self._messages)
        for _ in range(random.choice((1, 1, 2, 3))):
            message = random.choice(_CHANGES)(message, random)
        media = random.choice(_TYPES[:2] if random.random() < 0.7 else _TYPES)
        return media + _END + message

    def complaint(self, given: bytes) -> str | None:
        """Read it as the endpoint does, and return what is wrong with what came of it."""
        media, _, message = given.partition(_END)
        return complaint_about(lambda: _read(media, message), message.decode("utf-8", "replace"), self.came)


def _read(media: bytes, message: bytes) -> None:
    headers = [(b"content-type", media)]
    sent, form, encoding = read_message(headers, message)
    charsets_named(headers, message)
    frame_of(headers, form, encoding, Edition.Y2026, Order.SPEC)
    kind_of(sent)
    wrong = Wrong()
    header = read_header(sent, _CALLER, _TODAY, wrong, PAST)
    body = sent.structure("MessageBody")
    for info in (body.structure("QualificationConfirmSearchInfo"), *_inside(body)):
        read_question(info, header, _CALLER, wrong)
        read_registration(info, wrong)
        read_month(info, _TODAY, wrong)
    read_medical_question(sent.structure("MessageHeader"), body, wrong)
    wrong.words("")


def _inside(body: Sent) -> Sequence[Sent]:
    return [each for found in body.members.values() for each in found][:20]


def _change_text(message: bytes, random: Random) -> bytes:
    found = list(_ELEMENT.finditer(message))
    if not found:
        return message
    element = random.choice(found)
    text = random.choice(ODD_TEXTS).encode(errors="surrogatepass") if random.random() < 0.6 else random.choice(found)[2]
    return message[: element.start(2)] + text + message[element.end(2) :]


def _double(message: bytes, random: Random) -> bytes:
    found = list(_ELEMENT.finditer(message))
    if not found:
        return message
    element = random.choice(found)
    return message[: element.end()] + element[0] * random.choice((1, 2, 300)) + message[element.end() :]


def _move(message: bytes, random: Random) -> bytes:
    found = list(_ELEMENT.finditer(message))
    if len(found) < 2:
        return message
    taken, place = random.choice(found), random.choice(found)
    inside = message[: place.start(2)] + taken[0] + message[place.end(2) :]
    return inside if random.random() < 0.5 else message.replace(taken[0], b"", 1)


def _nest(message: bytes, random: Random) -> bytes:
    found = list(_ELEMENT.finditer(message))
    if not found:
        return message
    element, depth = random.choice(found), random.choice((1, 5, 15, 16, 17, 1_000))
    deep = b"<x>" * depth + element[0] + b"</x>" * depth
    return message[: element.start()] + deep + message[element.end() :]


def _declare(message: bytes, random: Random) -> bytes:
    names = (b"UTF-8", b"Shift_JIS", b"UTF-16", b"x" * 300, b"", b"utf-8\0", b"EUC-JP", b"utf_7")
    return re.sub(rb'encoding="[^"]*"', lambda _: b'encoding="' + random.choice(names) + b'"', message, count=1)


def _in_other_characters(message: bytes, random: Random) -> bytes:
    return message.decode("utf-8", "replace").encode(
        random.choice(("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "cp932")), "replace"
    )


_CHANGES: Sequence[Callable[[bytes, Random], bytes]] = (
    changed_bytes,
    _change_text,
    _change_text,
    _double,
    _move,
    _nest,
    _declare,
    _in_other_characters,
)
