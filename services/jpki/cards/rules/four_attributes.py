"""4情報 as a certificate for signatures (署名用電子証明書) carries them: other names in its subjectAltName. Pure.

After the real profile (1.2.392.200149.8.5.5: name .1, sex .3, birthdate .4, address .5), under the arc for examples.
Which characters stand for others (.2 and .6) is left out: every character here stands for itself.
"""

from datetime import date
from typing import Final

from cryptography import x509

from services.jpki.cards.rules.residents import FourAttributes

_ARC: Final = "2.999.200149.8.5.5"
NAME, SEX, BIRTHDATE, ADDRESS = (x509.ObjectIdentifier(f"{_ARC}.{number}") for number in (1, 3, 4, 5))
_UTF8_STRING: Final = 0x0C
_SHORT, _LONG_FORM = 0x80, 0x80
_ERAS: Final = (
    (date(2019, 5, 1), "5"),
    (date(1989, 1, 8), "4"),
    (date(1926, 12, 25), "3"),
    (date(1912, 7, 30), "2"),
    (date(1868, 10, 23), "1"),
)
"""First day of each era, and its digit: 令和, 平成, 昭和, 大正, 明治."""
_UNKNOWN_ERA: Final = "0"


def alternative_names(attributes: FourAttributes) -> x509.SubjectAlternativeName:
    """Return the extension that names the holder."""
    told = {
        NAME: attributes.name,
        SEX: attributes.sex.code,
        BIRTHDATE: birthdate_with_era(attributes.birthdate),
        ADDRESS: attributes.address,
    }
    return x509.SubjectAlternativeName([x509.OtherName(kind, _utf8_string(text)) for kind, text in told.items()])


def birthdate_with_era(day: date) -> str:
    """Return ``EYYYYMMDD``: the digit of the era, and the day."""
    era = next((digit for first, digit in _ERAS if day >= first), _UNKNOWN_ERA)
    return era + day.isoformat().replace("-", "")


def _utf8_string(text: str) -> bytes:
    content = text.encode()
    length = len(content)
    if length < _SHORT:
        return bytes([_UTF8_STRING, length]) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([_UTF8_STRING, _LONG_FORM | len(octets)]) + octets + content
