from loadtests.receptions.dealing import Share
from loadtests.receptions.plan import part_of
from loadtests.receptions.schedule import Arrival, Kind
from loadtests.receptions.turns import Turn


def test_all_that_happens_at_an_institution_is_sent_by_one_process() -> None:
    acts: list[Arrival | Turn] = [
        Arrival(-1.0, Kind.CARD, 0, institution=4),
        Turn(0.5, "messages", 0, 0, institution=4),
        Arrival(1.0, Kind.IDENTIFIERS, 1, institution=7),
        Arrival(2.0, Kind.BULK, 2, institution=4),
    ]

    first, second = (part_of(acts, Share(place, 2)) for place in (0, 1))

    assert first == [acts[0], acts[1], acts[3]]
    assert second == [acts[2]]
