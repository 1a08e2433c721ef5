"""`onshi audit`: exporting the trail with progress, verifying it, and saying what cannot be seen."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn

from shared.seal.retention import RetentionMark
from shared.settings import Settings
from simulator.audit.export import export_trail
from simulator.audit.files import CannotVerify, read_checkpoint, read_key_files
from simulator.audit.findings import Verdict
from simulator.audit.trail import Trail, read_trail
from simulator.audit.verification import verify_trail

_MOST_SHOWN = 100


def export_with_progress(
    settings: Settings, data: Path | None, output: Path, world: str, cell: str | None = None
) -> None:
    """Write the trail to ``output``; raises CannotExport."""
    with _progress(MofNCompleteColumn()) as progress:
        task = progress.add_task("records", total=None)
        head = export_trail(
            settings, data, output, lambda done, total: progress.update(task, completed=done, total=total), world, cell
        )
    _say(f"{head.records} records, {head.acts} acts and {head.seals} seals written to {output}, readable by you alone.")


def verify_with_progress(
    file: Path, key_files: list[Path], checkpoint_file: Path | None, world: str, archives: Sequence[Path] = ()
) -> bool:
    """Print what was found, and tell whether all fits; raises CannotVerify."""
    keys = read_key_files(key_files, world) if key_files else None
    kept = None if checkpoint_file is None else read_checkpoint(checkpoint_file)
    trail, *ended = [_read(each) for each in (file, *archives)]
    verdict = verify_trail(trail, keys, kept, ended)
    _show(verdict, has_key=keys is not None, has_checkpoint=kept is not None)
    return not verdict.findings


def _read(file: Path) -> Trail:
    try:
        with _progress(DownloadColumn()) as progress, progress.open(file, "rb", description="reading") as lines:
            return read_trail(lines)
    except OSError as error:
        raise CannotVerify(f"{file} cannot be read: {type(error).__name__}") from error


def _progress(amount: ProgressColumn) -> Progress:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), amount)
    # Not in a pipe: an error's line must be the only one there.
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _show(verdict: Verdict, *, has_key: bool, has_checkpoint: bool) -> None:
    for finding in verdict.findings[:_MOST_SHOWN]:
        _say(f"✗ {finding}")
    if len(verdict.findings) > _MOST_SHOWN:
        _say(f"✗ and {len(verdict.findings) - _MOST_SHOWN} more")
    _say(
        f"{verdict.records} records: {verdict.sealed} sealed, {verdict.unsealed} behind the last checkpoint; "
        f"{len(verdict.findings)} findings."
    )
    if verdict.purged:
        _say(f"{verdict.purged} records purged by rule, and covered by signed marks:")
    for line in _rules(verdict.marks):
        _say(f"- {line}")
    if verdict.last is not None:
        _say(f"Last checkpoint: seal {verdict.last.sequence} of {verdict.last.sealed_at}.")
    _say("What this cannot show:")
    _say("- what happened to a record before the checkpoint after it (about a second), or to those behind the last;")
    if verdict.marks:
        _say("- what stood in the purged records; that they fitted their seals then is what the marks say;")
    if not has_key:
        _say("- a trail signed anew with another key: the keys were taken from the file itself; give --key;")
    if not has_checkpoint:
        _say("- a trail that was cut off at a seal, or removed whole: keep a checkpoint elsewhere, give --checkpoint;")
    _say("- a check or an act that was never recorded: the service itself is trusted to record before it answers.")


def _rules(marks: list[RetentionMark]) -> list[str]:
    """Return one line for each stretch of seals that one rule ended."""
    lines = []
    in_order = sorted(marks, key=lambda mark: mark.from_sequence)
    for kept_days, group in groupby(in_order, key=lambda mark: mark.kept_days):
        stretch = list(group)
        count = sum(mark.record_count for mark in stretch)
        lines.append(
            f"seals {stretch[0].from_sequence} to {stretch[-1].through_sequence}: {count} records, kept for "
            f"{kept_days} days, the last removed at {stretch[-1].removed_at}"
        )
    return lines


def _say(text: str) -> None:
    print(text)  # noqa: T201 - a program speaks to its user
