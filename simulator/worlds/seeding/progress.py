"""A progress bar for seeding, on a terminal; elsewhere nothing is shown."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def seeding_shown() -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error; yields what is to be told how many of how many steps are done."""
    # A tenth of a second of imports, and a start with kept data never seeds.
    from rich.console import Console  # noqa: PLC0415 - only on a terminal
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415 - same

    console = Console(stderr=True)
    columns = (TextColumn("seeding / 初期データ登録"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("seed", total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)
