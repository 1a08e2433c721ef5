"""What a service holds of a world is found by its exact type."""

import pytest

from shared.worlds.held import Held


class Thing:
    pass


class Other(Thing):
    pass


def test_each_thing_is_found_by_its_own_type() -> None:
    thing, other = Thing(), Other()
    held = Held(thing, other)
    assert (held.get(Thing), held.get(Other)) == (thing, other)


def test_what_is_not_there_is_an_error_of_the_wiring() -> None:
    held = Held(Other())
    with pytest.raises(KeyError):
        held.get(Thing)
    assert held.find(Thing) is None
