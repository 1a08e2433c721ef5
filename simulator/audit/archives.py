"""Putting what a rule has ended back into its trail, from the files that a purge kept of it: to verify all together."""

from collections.abc import Sequence

from simulator.audit.findings import Verdict
from simulator.audit.trail import Trail


def put_back(trail: Trail, archives: Sequence[Trail], verdict: Verdict) -> set[int]:
    """Return the numbers of the seals whose lists are back, naming each archived seal that is none of the trail's."""
    returned: set[int] = set()
    for archive in archives:
        kept = {seal.checkpoint.sequence: seal for seal in archive.seals}
        for place, seal in enumerate(trail.seals):
            sequence = seal.checkpoint.sequence
            found = kept.get(sequence)
            if found is not None and found.checkpoint == seal.checkpoint:
                del kept[sequence]
                if seal.is_emptied:
                    trail.seals[place] = found
                    returned.add(sequence)
        for sequence in kept:
            verdict.find("archive-foreign", f"seal {sequence}", "the archive holds one that is not this trail's")
        for number in archive.unreadable:
            verdict.find("line-unreadable", f"line {number} of an archive", "this is no line of a trail")
        _add_records(trail, archive)
    return returned


def _add_records(trail: Trail, archive: Trail) -> None:
    trail.repeated += archive.repeated
    for name, found in archive.records.items():
        if name in trail.records:
            trail.repeated.append(name)
        else:
            trail.records[name] = found
