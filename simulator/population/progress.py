"""A progress bar for what is made of a nation, on a terminal; elsewhere nothing is shown."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_shown(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error; yields what is to be told how many of how many persons are done."""
    from rich.console import Console  # noqa: PLC0415 - a tenth of a second of imports
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415 - same

    console = Console(stderr=True)
    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task(title, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)
