"""What the bench reports: a table to read, and JSON for programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from loadtests.course import Measured
from loadtests.measuring import Series
from onshi.version import VERSION

_PERCENTILES = (50, 95, 99)
_GENERATOR_IS_THE_LIMIT = 0.9


@dataclass(frozen=True, slots=True)
class Report:
    """One bench."""

    measured: Measured
    certificates: int
    checks: int
    distinct_check_ids: int
    rows_stored: int
    history: int
    durability: Mapping[str, str]
    machine: Mapping[str, object]
    seed: int
    started_at: str
    duration_s: float

    @property
    def history_ratio(self) -> float:
        """Checks a second with the history over those in a fresh world: by card or by identifiers, the lower one."""
        return min(self.measured.aged.ratio, self.measured.aged_identifiers.ratio)

    def figures(self) -> dict[str, object]:
        """Return the figures under their names in ``build/bench.json``: cold, unless a name says otherwise."""
        cold, warm, identifiers = self.measured.cold, self.measured.warm, self.measured.identifiers
        return {
            "onshi_version": VERSION,
            "card_check_to_echo_ratio": round(cold.ratio, 4),
            "card_check_to_echo_ratio_warm": round(warm.ratio, 4),
            "identifier_check_to_echo_ratio": round(identifiers.ratio, 4),
            "history_ratio": round(self.history_ratio, 4),
            "history_ratio_warm": round(self.measured.aged.ratio, 4),
            "history_ratio_identifiers": round(self.measured.aged_identifiers.ratio, 4),
            "checks_per_s_cold": round(cold.checks_per_s),
            "checks_per_s_warm": round(warm.checks_per_s),
            "identifier_checks_per_s": round(identifiers.checks_per_s),
            "echoes_per_s": round(cold.echoes_per_s),
            "cpu_us_per_check_worker": round(cold.worker_us),
            "cpu_us_per_check_postgres": round(cold.postgres_us),
            "cpu_us_per_check_worker_warm": round(warm.worker_us),
            "cpu_us_per_check_postgres_warm": round(warm.postgres_us),
            "cpu_us_per_identifier_check_worker": round(identifiers.worker_us),
            "cpu_us_per_identifier_check_postgres": round(identifiers.postgres_us),
            "cpu_us_per_check_postgres_aged": round(self.measured.aged.postgres_us),
            "cpu_us_per_identifier_check_postgres_aged": round(self.measured.aged_identifiers.postgres_us),
            "cpu_us_per_echo": round(cold.echo_us),
            "cpu_us_per_request_driver": round(cold.driver_us),
            "latency_ms_cold": _latencies(cold),
            "latency_ms_warm": _latencies(warm),
            "certificates": self.certificates,
            "history": self.history,
            "checks": self.checks,
            "distinct_check_ids": self.distinct_check_ids,
            "rows_stored": self.rows_stored,
            "durability": dict(self.durability),
            "machine": dict(self.machine),
            "seed": self.seed,
            "started_at": self.started_at,
            "duration_s": round(self.duration_s, 1),
        }


def show(report: Report, console: Console) -> None:
    """Print the report."""
    measured = report.measured
    table = Table(title=f"One worker, {report.certificates} registered certificates, {report.checks} checks")
    table.add_column(no_wrap=True)
    for heading in ("a second", "of the echo", "CPU worker", "CPU database", "p50", "p99"):
        table.add_column(heading, justify="right")
    for title, series in (
        ("card, cold", measured.cold),
        ("card, warm", measured.warm),
        ("identifiers", measured.identifiers),
    ):
        table.add_row(
            title,
            f"{series.checks_per_s:,.0f}",
            f"{series.ratio:.1%}",
            f"{series.worker_us:.0f} µs",
            f"{series.postgres_us:.0f} µs",
            f"{series.latency_ms(50):.1f} ms",
            f"{series.latency_ms(99):.1f} ms",
        )
    table.add_row("echo", f"{measured.cold.echoes_per_s:,.0f}", "100%", f"{measured.cold.echo_us:.0f} µs")
    console.print(table)
    console.print(
        f"With {report.history:,} records of the same people: {measured.aged.ratio:.1%} of the fresh world's checks a"
        f" second by card, {measured.aged_identifiers.ratio:.1%} by identifiers."
    )
    console.print(f"{report.distinct_check_ids} distinct check_ids, {report.rows_stored} rows, every answer right.")
    if _driver_share(measured.cold) > _GENERATOR_IS_THE_LIMIT:
        console.print("[yellow]The driver used a whole core: it is the limit, the figures are too low.[/yellow]")


def write(report: Report, path: Path) -> None:
    """Write the figures as JSON; a file is never seen half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_bytes(msgspec.json.format(msgspec.json.encode(report.figures()), indent=2) + b"\n")
    draft.replace(path)


def _latencies(series: Series) -> dict[str, float]:
    return {f"p{percent}": round(series.latency_ms(percent), 2) for percent in _PERCENTILES}


def _driver_share(series: Series) -> float:
    """Return the share of one core that the driver used while it drove checks."""
    return sum(lap.run.driver_cpu_s for lap in series.checks) / sum(lap.run.duration_s for lap in series.checks)
