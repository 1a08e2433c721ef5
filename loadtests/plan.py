"""What all receptions of a run share: the schedule, who comes, the desks, who signs, and what has been seen."""

from collections.abc import Sequence
from dataclasses import dataclass

from loadtests.data import Case, LoadData
from loadtests.desks import Desk
from loadtests.ledger import Ledger
from loadtests.probing import CouldNotStart, look, need_room
from loadtests.schedule import Arrival, Kind, draw_schedule
from loadtests.signers import Signers
from shared.clock import ShiftedClock


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What the receptions of one run share."""

    data: LoadData
    desks: dict[str, Desk]
    """By client_id."""
    schedule: Sequence[Arrival]
    most_under_way: int
    """Receptions at once: from half a second before their instant until they are answered."""
    ledger: Ledger
    signers: Signers
    clock: ShiftedClock
    """The world's, as it was at the start."""

    def case(self, arrival: Arrival) -> Case:
        """Return who comes."""
        return (self.data.cards if arrival.kind is Kind.CARD else self.data.identifiers)[arrival.place]

    def sign(self, case: Case, nonce: str) -> str:
        """Return the proof of a patient with a card; raises SigningFailed."""
        client, iat = case.client, int(self.clock.now().timestamp())
        return self.signers.sign(case.card_at or 0, nonce, client.institution_code, client.purpose, iat)


def plan_of_run(base_url: str, data: LoadData, seed: int, rate: float, seconds: float, most_under_way: int) -> RunPlan:
    """Draw the schedule, look whether it can be asked at ``base_url``, and start the signers. Raises CouldNotStart."""
    people = {kind: len(data.cards if kind is Kind.CARD else data.identifiers) for kind in Kind}
    schedule = draw_schedule(seed, rate, seconds, people)
    if not schedule:
        raise CouldNotStart(f"{rate:g} receptions a second for {seconds:g} s are none")
    need_room(most_under_way)
    clock = look(base_url, data)
    desks = {client.client_id: Desk(client) for client in data.clients}
    ledger, signers = Ledger(len(schedule), seconds), Signers(data.cards_file)
    return RunPlan(data, desks, schedule, most_under_way, ledger, signers, clock)
