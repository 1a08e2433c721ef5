"""`onshi population --evolve`: what becomes of a nation, month by month, as lines of an import; only what changes."""

from collections.abc import Callable
from functools import partial
from typing import BinaryIO

from services.registry.person_records.rules.days import months_later
from simulator.population.block import Nation, draw_block
from simulator.population.days import NEVER, day_number, day_of
from simulator.population.lines import authority_key_id
from simulator.population.making import in_order
from simulator.population.members import Cover, Member, People
from simulator.population.months import ChangedLine, Month
from simulator.population.texts import insurer_members


def write_changes(
    nation: Nation,
    months: int,
    output: BinaryIO,
    workers: int,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Write the lines of those of whom something changes within ``months``, counted from the nation's day.

    The same bytes by any number of workers; the first months are the same however many follow. Raises OSError.
    """
    done = 0
    for number, lines in enumerate(in_order(partial(changes_of, nation, months), nation.blocks, workers)):
        output.write(lines)
        done += nation.size_of(number)
        progress(done, nation.persons)


def changes_of(nation: Nation, months: int, number: int) -> bytes:
    """Return the lines of a block, by month."""
    people = People.of(draw_block(nation, number))
    days = [day_number(months_later(nation.today, month)) for month in range(months + 1)]
    authority = authority_key_id(nation.seed)
    told = []
    for month in range(1, months + 1):
        lived = Month(people, month, days[month - 1], days[month]).live()
        told += [_written(each, authority) for each in lived]
    return "".join(told).encode()


def _written(line: ChangedLine, authority: str) -> str:
    member = line.member
    covers = ",".join(_cover(each) for each in line.covers)
    return f'{{"person":{_person(member)},"coverages":[{covers}],"card":{_card(line, authority)}}}\n'


def _person(member: Member) -> str:
    sex = "female" if member.is_woman else "male"
    return (
        f'{{"person_id":"{member.person_id}","name":"{member.name}","name_kana":"{member.kana}","sex":"{sex}",'
        f'"birthdate":"{day_of(member.birthdate)}","postal_code":"{member.postal_code}","address":"{member.address}"}}'
    )


def _cover(cover: Cover) -> str:
    lost = f',"lost_on":"{day_of(cover.lost)}","loss_reason":"{cover.reason}"' if cover.lost != NEVER else ""
    return (
        f'{{"coverage_id":"{cover.coverage_id}",{insurer_members()[cover.insurer]}'
        + (f',"symbol":"{cover.symbol}"' if cover.symbol else "")
        + f',"number":"{cover.number}"'
        + (f',"branch":"{cover.branch}"' if cover.symbol else "")
        + f',"relationship":"{cover.relationship}","acquired_on":"{day_of(cover.acquired)}"{lost}'
        + f',"card_kind":"{cover.card_kind}"'
        + (f',"insured_name":"{cover.insured_name}"' if cover.insured_name else "")
        + (f',"share_percent":{cover.share}' if cover.share else "")
        + "}"
    )


def _card(line: ChangedLine, authority: str) -> str:
    if line.channel is None:
        return "null"
    serial = f"{line.member.serial:08x}"
    return f'{{"authority_key_id":"{authority}","serial_number":"{serial}","channel":"{line.channel}"}}'
