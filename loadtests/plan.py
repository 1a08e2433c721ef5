"""What all receptions of a process share: its part of the schedule, who comes, the desks, and who signs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from loadtests.data import Case, LoadData
from loadtests.desks import Desk
from loadtests.distribution.dealing import WHOLE, Share, deal
from loadtests.faces.turns import Turn
from loadtests.probing import CouldNotStart, look, need_room
from loadtests.schedule import Arrival, Kind, draw_schedule
from loadtests.signers import Signers
from shared.clock import ShiftedClock


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What the receptions of one process share."""

    data: LoadData
    desks: dict[str, Desk]
    """By client_id."""
    schedule: Sequence[Arrival | Turn]
    """This process's part."""
    asked: int
    """Receptions of all processes."""
    mark: str
    """Equal where the whole schedule and the data are."""
    most_under_way: int
    """Receptions at once: from half a second before their instant until they are answered."""
    signers: Signers
    clock: ShiftedClock
    """The world's, as it was at the start."""

    def case(self, arrival: Arrival) -> Case:
        """Return who comes."""
        return case_of(self.data, arrival)

    def sign(self, case: Case, nonce: str) -> str:
        """Return the proof of a patient with a card; raises SigningFailed."""
        client, iat = case.client, int(self.clock.now().timestamp())
        return self.signers.sign(case.card_at or 0, nonce, client.institution_code, client.purpose, iat)

    @property
    def conditions(self) -> Mapping[str, object]:
        """Members of the verdict that tell of the data."""
        return {"patients": len(self.data.identifiers), "institutions": len(self.data.clients)}


def plan_of_run(
    base_url: str,
    data: LoadData,
    seed: int,
    rate: float,
    seconds: float,
    most_under_way: int,
    share: Share = WHOLE,
    turns: Sequence[Turn] = (),
) -> RunPlan:
    """Draw the schedule, look whether it can be asked at ``base_url``, and start the signers. Raises CouldNotStart."""
    people = {kind: len(data.cards if kind is Kind.CARD else data.identifiers) for kind in Kind}
    acts: list[Arrival | Turn] = [*draw_schedule(seed, rate, seconds, people), *turns]
    whole = sorted(acts, key=lambda each: each.at_s)
    if not whole:
        raise CouldNotStart(f"{rate:g} receptions a second for {seconds:g} s are none")
    most_under_way = share.room(most_under_way)
    need_room(most_under_way)
    clock = look(base_url, data)
    schedule = part_of(whole, data, share)
    desks = {client.client_id: Desk(client) for client in data.clients}
    signers = Signers(data.cards_file)
    mark = _mark(whole, data)
    return RunPlan(data, desks, schedule, len(whole), mark, most_under_way, signers, clock)


def part_of(schedule: Sequence[Arrival | Turn], data: LoadData, share: Share) -> list[Arrival | Turn]:
    """Return what ``share`` sends of a whole schedule: all that happens at its institutions."""
    owners = [
        data.clients[each.institution].client_id if isinstance(each, Turn) else case_of(data, each).client.client_id
        for each in schedule
    ]
    return [schedule[index] for index in deal(owners, share)]


def case_of(data: LoadData, arrival: Arrival) -> Case:
    """Return who comes."""
    return (data.cards if arrival.kind is Kind.CARD else data.identifiers)[arrival.place]


def _mark(schedule: Sequence[Arrival | Turn], data: LoadData) -> str:
    digest = sha256(data.mark.encode())
    for arrival in schedule:
        digest.update(repr(arrival).encode())
    return digest.hexdigest()
