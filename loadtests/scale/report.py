"""What the scale bench reports: a table to read, and JSON for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from loadtests.machine.ratios import percentile
from loadtests.scale.course import BY_CARD, BY_IDENTIFIERS, METHODS, Figures, ScaleMeasured
from loadtests.scale.stand import SizedWorld
from onshi.version import VERSION

_SHORT = {BY_CARD: "card", BY_IDENTIFIERS: "identifiers"}


@dataclass(frozen=True, slots=True)
class ScaleReport:
    """One scale bench."""

    worlds: Sequence[SizedWorld]
    measured: ScaleMeasured
    checks: int
    load_averages: tuple[float, float]
    """Of the machine over a minute: before the laps and after them."""
    machine: Mapping[str, object]
    seed: int
    started_at: str
    duration_s: float

    def ratio(self, method: str, percent: float) -> float:
        """Return a percentile's latency in the largest world over that in the smallest."""
        small, large = (self._figures(world, method) for world in (self.worlds[0], self.worlds[-1]))
        return percentile(large.latencies_s, percent) / percentile(small.latencies_s, percent)

    def figures(self) -> dict[str, object]:
        """Return the figures under their names in ``build/bench-scale.json``."""
        return {
            "onshi_version": VERSION,
            "worlds": [self._of_world(world) for world in self.worlds],
            **{
                f"p{percent}_ratio_{_SHORT[method]}": round(self.ratio(method, percent), 3)
                for method in METHODS
                for percent in (50, 99)
            },
            "capacity_per_s": {_SHORT[method]: round(rate) for method, rate in self.measured.capacity.items()},
            "rate_per_s": {_SHORT[method]: round(rate) for method, rate in self.measured.rate.items()},
            "checks": self.checks,
            "load_averages": self.load_averages,
            "machine": dict(self.machine),
            "seed": self.seed,
            "started_at": self.started_at,
            "duration_s": round(self.duration_s, 1),
        }

    def show(self, console: Console) -> None:
        """Print the table."""
        table = Table(title="Open loop at 30 % of one worker's capacity, the worlds in turn")
        for heading in ("persons", "by", "pages a check", "missed", "p50 ms", "p99 ms"):
            table.add_column(heading, justify="right", no_wrap=True)
        for world in self.worlds:
            for method in METHODS:
                found = self._figures(world, method)
                table.add_row(
                    f"{world.persons:,}",
                    _SHORT[method],
                    f"{found.pages:.1f}",
                    f"{found.pages_read:.1f}",
                    f"{percentile(found.latencies_s, 50) * 1000:.1f}",
                    f"{percentile(found.latencies_s, 99) * 1000:.1f}",
                )
        console.print(table)
        for world in self.worlds:
            console.print(
                f"{world.persons:,} persons: {world.published_bytes / 1e6:,.0f} MB published, made at"
                f" {world.grown_per_s:,.0f} persons a second."
            )
        for method in METHODS:
            console.print(
                f"By {_SHORT[method]}, largest to smallest: p50 {self.ratio(method, 50):.2f}, p99"
                f" {self.ratio(method, 99):.2f} times, at {self.measured.rate[method]:.0f} checks a second."
            )
        console.print(
            f"{self.checks} checks, every answer right; load {self.load_averages[0]:.1f} before, "
            f"{self.load_averages[1]:.1f} after."
        )

    def _of_world(self, world: SizedWorld) -> dict[str, object]:
        return {
            "persons": world.persons,
            "published_bytes": world.published_bytes,
            "grown_per_s": round(world.grown_per_s),
            **{_SHORT[method]: _of_method(self._figures(world, method)) for method in METHODS},
        }

    def _figures(self, world: SizedWorld, method: str) -> Figures:
        return self.measured.figures[world.persons, method]


def _of_method(found: Figures) -> dict[str, object]:
    return {
        "checks": len(found.latencies_s),
        "pages_a_check": round(found.pages, 2),
        "pages_not_in_memory_a_check": round(found.pages_read, 2),
        "p50_ms": round(percentile(found.latencies_s, 50) * 1000, 2),
        "p99_ms": round(percentile(found.latencies_s, 99) * 1000, 2),
    }
