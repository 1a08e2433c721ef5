"""Verifying a trail offline: what does not fit, and where. Pure, and independent of what PostgreSQL hashed.

A record's place is the one in its seal, and so is an act's, which is held against it in the same way; in which order
the lines of the file stand says nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from shared.seal.checkpoints import Checkpoint
from simulator.audit.archives import put_back
from simulator.audit.findings import Verdict
from simulator.audit.marks import verify_marks
from simulator.audit.seals import Keys, read_keys, verify_seals
from simulator.audit.trail import FoundRecord, Seal, Stray, Trail

_BEFORE_ALL = (-1, UUID(int=0))


def verify_trail(
    trail: Trail, keys: Keys | None = None, kept: Checkpoint | None = None, archives: Sequence[Trail] = ()
) -> Verdict:
    """Verify ``trail`` with ``keys`` (None: those that it holds) and against ``kept``, a checkpoint from elsewhere.

    ``archives``: what a rule has ended of it and somebody kept; it is verified as if it stood in the trail.
    """
    verdict = Verdict(records=len(trail.records) + len(trail.repeated))
    for number in trail.unreadable:
        verdict.find("line-unreadable", f"line {number}", "this is no line of a trail")
    for number in trail.ambiguous:
        verdict.find(
            "line-ambiguous", f"line {number}", "it names a member twice, so readers may differ on what it says"
        )
    for each in (trail, *archives):
        _verify_head(each, verdict)
    published = read_keys(trail.keys, verdict)
    trusted = published if keys is None else keys
    emptied = verify_marks(trail.marks, trail.seals, trusted, verdict)
    returned = put_back(trail, archives, verdict)
    verdict.records = len(trail.records) + len(trail.repeated)
    seals = verify_seals(trail.seals, trusted, kept, emptied, verdict)
    _verify_others(trail, _verify_places(trail, seals, emptied - returned, verdict), verdict)
    for stray in trail.strays if seals else []:
        _find_stray(stray, verdict)
    if not seals and trail.records:
        verdict.find("nothing-sealed", "the trail", "it holds no seal, so nothing can be said of its records")
    return verdict


def _find_stray(stray: Stray, verdict: Verdict) -> None:
    if stray.how == "unlisted":
        verdict.find("act-missing", f"consent or opening {stray.id}", "checks obey it, and no act made it")
    else:
        words = "what it made is gone" if stray.how == "gone" else "checks obey another than it made"
        verdict.find("act-not-obeyed", f"act {stray.id}", words)


def _verify_head(trail: Trail, verdict: Verdict) -> None:
    if len(trail.heads) != 1:
        verdict.find("head-missing", "line 1", "a trail has one line that says how much it holds")
        return
    head = trail.heads[0]
    said = (head.seals, head.records + head.acts, head.keys, head.marks, head.strays)
    held = (
        len(trail.seals),
        len(trail.records) + len(trail.repeated),
        len(trail.keys),
        len(trail.marks),
        len(trail.strays),
    )
    if said != held:
        verdict.find(
            "file-cut",
            "the file",
            "it says {} seals, {} records and acts, {} keys, {} marks, {} strays, and holds {}, {}, {}, {}, {}".format(
                *said, *held
            ),
        )


def _verify_places(trail: Trail, seals: Mapping[int, Seal], emptied: Collection[int], verdict: Verdict) -> set[str]:
    """Hold every place of every seal against its record; return what is sealed."""
    sealed = set()
    for sequence, seal in sorted(seals.items()):
        if sequence in emptied and seal.is_emptied:
            verdict.purged += seal.checkpoint.record_count
        for place, (name, leaf) in enumerate(zip(seal.check_ids, seal.leaves, strict=False), 1):
            found = trail.records.get(name)
            where = f"{_noun(found)} {name} (seal {sequence}, place {place})"
            if name in sealed:
                verdict.find("record-twice", where, "it stands in another place too")
            elif found is None and sequence in emptied:
                verdict.purged += 1
            elif found is None:
                verdict.find("record-removed", where, "removed")
            elif found.leaf is None or found.leaf.hex() != leaf:
                verdict.find("record-changed", where, "changed since it was sealed")
            sealed.add(name)
    return sealed


def _verify_others(trail: Trail, sealed: set[str], verdict: Verdict) -> None:
    """Tell records that wait for the next seal from those that came in behind one."""
    end = _BEFORE_ALL if verdict.last is None else _place(verdict.last.through_listed_in, verdict.last.through_check_id)
    for name in trail.repeated:
        verdict.find("record-twice", f"{_noun(trail.records[name])} {name}", "there is another with this id")
    for name, found in trail.records.items():
        if name in sealed:
            verdict.sealed += 1
        elif _is_behind(end, name, found):
            verdict.unsealed += 1
        else:
            verdict.find("record-inserted", f"{_noun(found)} {name}", "in no seal, though before the last checkpoint")


def _noun(found: FoundRecord | None) -> str:
    """Return what to call it; of what is gone nobody can tell which it was."""
    return "act" if found is not None and found.is_act else "record"


def _is_behind(end: tuple[int, UUID] | None, name: str, found: FoundRecord) -> bool:
    place = _place(found.listed_in, name)
    return found.leaf is not None and place is not None and end is not None and place > end


def _place(listed_in: str, name: str) -> tuple[int, UUID] | None:
    try:
        return int(listed_in), UUID(name)
    except ValueError:
        return None
