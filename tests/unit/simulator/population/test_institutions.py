from collections import Counter

import pytest

from shared.domain.identifiers import InstitutionCode
from shared.domain.number_rules import institution_code_violations
from shared.domain.roles import Role
from simulator.population.institutions import InstitutionKind, institutions_of

MANY = institutions_of(1, 4000)


def test_codes_are_right_and_each_is_given_once() -> None:
    assert not any(institution_code_violations(InstitutionCode(each.code), "strict") for each in MANY)
    assert len({each.code for each in MANY}) == len({each.client_id for each in MANY}) == 4000


def test_few_institutions_are_the_first_of_many_and_one_of_each_kind() -> None:
    few = institutions_of(1, 5)

    assert few == MANY[:5]
    assert [each.kind for each in few] == list(InstitutionKind)


@pytest.mark.parametrize(
    ("kind", "share"),
    [("hospital", 0.031), ("clinic", 0.404), ("dental_clinic", 0.257), ("pharmacy", 0.242), ("nursing", 0.065)],
)
def test_each_kind_has_its_real_share(kind: str, share: float) -> None:
    counted = Counter(each.kind.value for each in MANY)

    assert counted[kind] / len(MANY) == pytest.approx(share, abs=0.02)


def test_a_secret_follows_from_the_seed_and_a_role_from_the_kind() -> None:
    other = institutions_of(2, 5)

    assert all(one.client_secret != another.client_secret for one, another in zip(MANY, other, strict=False))
    assert {each.role for each in MANY} == {Role.INSTITUTION, Role.PHARMACY, Role.NURSING}
