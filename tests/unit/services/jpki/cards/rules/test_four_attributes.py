"""4情報 in a certificate for signatures, as J-LIS's profile has them."""

from datetime import date

import pytest
from cryptography import x509

from services.jpki.cards.rules.four_attributes import alternative_names, birthdate_with_era
from services.jpki.cards.rules.residents import FourAttributes
from shared.domain.codes import Sex


@pytest.mark.parametrize(
    ("birthdate", "written"),
    [
        (date(2019, 5, 1), "520190501"),
        (date(2019, 4, 30), "420190430"),
        (date(1989, 1, 8), "419890108"),
        (date(1989, 1, 7), "319890107"),
        (date(1926, 12, 25), "319261225"),
        (date(1926, 12, 24), "219261224"),
        (date(1912, 7, 30), "219120730"),
        (date(1912, 7, 29), "119120729"),
        (date(1868, 10, 22), "018681022"),
    ],
)
def test_a_birthdate_has_its_eras_digit(birthdate: date, written: str) -> None:
    assert birthdate_with_era(birthdate) == written


def test_the_names_are_utf8_strings_under_the_arc_for_examples() -> None:
    holder = FourAttributes("見本　花子", None, date(1980, 2, 17), Sex.FEMALE, "東京都見本区" * 20)

    names = {
        name.type_id.dotted_string: name.value for name in alternative_names(holder) if isinstance(name, x509.OtherName)
    }

    assert names == {
        "2.999.200149.8.5.5.1": b"\x0c\x0f" + "見本　花子".encode(),
        "2.999.200149.8.5.5.3": b"\x0c\x012",
        "2.999.200149.8.5.5.4": b"\x0c\x09319800217",
        # 360 octets: a length of two.
        "2.999.200149.8.5.5.5": b"\x0c\x82\x01\x68" + ("東京都見本区" * 20).encode(),
    }
