import pytest

from shared.domain.identifiers import InsurerNumber
from shared.domain.insurers import InsurerKind, law_number_of, law_numbers_of, number_fits_kind


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("01130012", InsurerKind.KYOKAI),
        ("02199990", InsurerKind.SEAMEN),
        ("03130010", InsurerKind.DAY_LABOURER),
        ("04130010", InsurerKind.DAY_LABOURER),
        ("06130488", InsurerKind.SOCIETY),
        ("07130010", InsurerKind.SELF_DEFENCE),
        ("12130010", InsurerKind.PUBLIC_ASSISTANCE),
        ("31130010", InsurerKind.MUTUAL_AID_STATE),
        ("32130010", InsurerKind.MUTUAL_AID_LOCAL),
        ("33130010", InsurerKind.MUTUAL_AID_POLICE),
        ("34130010", InsurerKind.MUTUAL_AID_SCHOOL),
        ("39130010", InsurerKind.ELDERLY),
        ("63130010", InsurerKind.SPECIAL_RETIRED),
        ("72130010", InsurerKind.SPECIAL_RETIRED),
        ("75130010", InsurerKind.SPECIAL_RETIRED),
        ("67130010", InsurerKind.NHI_RETIRED),
        ("138123", InsurerKind.MUNICIPAL_NHI),
        ("133033", InsurerKind.NHI_SOCIETY),
    ],
)
def test_a_law_number_fits_its_scheme(number: str, kind: InsurerKind) -> None:
    assert number_fits_kind(InsurerNumber(number), kind)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("06130488", InsurerKind.KYOKAI),
        ("06130488", InsurerKind.MUNICIPAL_NHI),
        ("138123", InsurerKind.SOCIETY),
        ("99130010", InsurerKind.SPECIAL_RETIRED),
    ],
)
def test_another_schemes_law_number_does_not_fit(number: str, kind: InsurerKind) -> None:
    assert not number_fits_kind(InsurerNumber(number), kind)


def test_a_wrong_check_digit_fits_because_vendors_test_numbers_have_it() -> None:
    assert number_fits_kind(InsurerNumber("06130480"), InsurerKind.SOCIETY)


def test_national_health_insurance_has_no_law_number() -> None:
    assert law_number_of(InsurerNumber("138123")) == ""
    assert law_numbers_of(InsurerKind.MUNICIPAL_NHI) == {""}
    assert law_numbers_of(InsurerKind.SPECIAL_RETIRED) == {"63", "72", "73", "74", "75"}
