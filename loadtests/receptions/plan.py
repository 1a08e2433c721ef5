"""What all receptions of a process share: its part of the schedule, who comes, the desks, and who signs."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from loadtests.could_not_start import CouldNotStart
from loadtests.mix.reading import Mix
from loadtests.receptions.cases import described
from loadtests.receptions.data import Case, Client, LoadData
from loadtests.receptions.dealing import WHOLE, Share, deal
from loadtests.receptions.desks import Desk
from loadtests.receptions.misses import Misses
from loadtests.receptions.probing import look, need_room
from loadtests.receptions.schedule import Arrival, Asked, Kind, draw_schedule
from loadtests.receptions.signers import Signers
from loadtests.receptions.target import Target
from loadtests.receptions.turns import Turn
from loadtests.shapes.curves import Curve
from loadtests.shapes.scales import Scale
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
    """Receptions of all processes, without the warm-up's."""
    mark: str
    """Equal where the whole schedule and the data are."""
    wanted: "Wanted"
    most_under_way: int
    """Receptions at once: from half a second before their instant until they are answered."""
    misses: Misses
    signers: Signers
    clock: ShiftedClock
    """The world's, as it was at the start."""
    known: set[tuple[str | None, ...]] = field(repr=False)
    """By what all people of the data are found."""

    def case(self, arrival: Arrival) -> Case:
        """Return who comes."""
        cases = {Kind.CARD: self.data.cards, Kind.SUPERSEDED: self.data.former}
        return cases.get(arrival.kind, self.data.identifiers)[arrival.place]

    def client(self, arrival: Arrival) -> Client:
        """Return whose desk they come to."""
        return self.data.clients[arrival.institution]

    def persons(self, arrival: Arrival) -> Sequence[Case]:
        """Return whom a file of 一括照会 asks about."""
        cases, count = self.data.identifiers, min(self.wanted.mix.bulk.persons, len(self.data.identifiers))
        return [cases[(arrival.place + number) % len(cases)] for number in range(count)]

    def sign(self, case: Case, client: Client, nonce: str, views: Sequence[str]) -> str:
        """Return the proof of a patient with a card; raises SigningFailed."""
        iat = int(self.clock.now().timestamp())
        return self.signers.sign(case.card_at or 0, nonce, client.institution_code, client.purpose, iat, views)

    @property
    def conditions(self) -> Mapping[str, object]:
        """Members of the verdict that tell of the data."""
        scale = self.wanted.scale
        return {
            "patients": len(self.data.identifiers),
            "institutions": len(self.data.clients),
            "rate": scale.rate,
            "reckoning": scale.reckoning,
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is asked to be."""

    seed: int
    mix: Mix
    curve: Curve
    scale: Scale
    warm_up_s: float
    most_under_way: int
    miss_limit: int
    miss_window_s: float


def plan_of_run(
    target: Target, data: LoadData, wanted: Wanted, share: Share = WHOLE, turns: Sequence[Turn] = ()
) -> RunPlan:
    """Draw the schedule, look whether ``target`` can be asked, and start the signers. Raises CouldNotStart."""
    curve, scale = wanted.curve, wanted.scale
    asked = Asked(wanted.mix, curve, scale.rate, wanted.warm_up_s, scale.institutions, data.people)
    acts: list[Arrival | Turn] = [*draw_schedule(wanted.seed, asked), *turns]
    whole = sorted(acts, key=lambda each: each.at_s)
    counted = sum(not arrival.is_warm_up for arrival in whole)
    if not counted:
        raise CouldNotStart(f"{scale.rate:g} receptions a second for {curve.seconds:g} s are none")
    most_under_way = share.room(wanted.most_under_way)
    need_room(most_under_way)
    clock = look(target, data)
    return RunPlan(
        data=data,
        desks={client.client_id: Desk(client, target.token_url) for client in data.clients},
        schedule=part_of(whole, share),
        asked=counted,
        mark=_mark(whole, data),
        wanted=wanted,
        most_under_way=most_under_way,
        misses=Misses(wanted.miss_limit, wanted.miss_window_s, time.perf_counter()),
        signers=Signers(data.cards_file),
        clock=clock,
        known={described(case.insured) for case in data.identifiers},
    )


def part_of(schedule: Sequence[Arrival | Turn], share: Share) -> list[Arrival | Turn]:
    """Return what ``share`` sends of a whole schedule: all that happens at its institutions."""
    return [schedule[index] for index in deal([arrival.institution for arrival in schedule], share)]


def _mark(schedule: Sequence[Arrival | Turn], data: LoadData) -> str:
    digest = sha256(data.mark.encode())
    for arrival in schedule:
        digest.update(repr(arrival).encode())
    return digest.hexdigest()
