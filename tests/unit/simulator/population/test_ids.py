from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.my_number import may_be_my_number
from simulator.population.draws import Draw, Draws
from simulator.population.ids import ids


@given(st.integers(0, 2**63 - 1), st.integers(0, 10_000))
def test_no_id_has_twelve_digits_in_a_row(seed: int, block: int) -> None:
    for made in ids(Draws(seed, block), Draw.PERSON_ID, 20):
        assert UUID(made).version == 8
        assert str(UUID(made)) == made
        assert not may_be_my_number(made)


def test_an_id_is_the_same_however_many_are_made() -> None:
    draws = Draws(1, 0)

    assert ids(draws, Draw.PERSON_ID, 3) == ids(draws, Draw.PERSON_ID, 100)[:3]
    assert not set(ids(draws, Draw.PERSON_ID, 100)) & set(ids(draws, Draw.COVERAGE_ID, 100))
    assert ids(draws, Draw.PERSON_ID, 0) == []
