"""What the bench reports: a table to read, and JSON for programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from loadtests.bench.course import Measured, OfWorker, cost_of
from loadtests.bench.measuring import Series
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

    def figures(self) -> dict[str, object]:
        """Return the figures under their names in ``build/bench.json``: cold, unless a name says otherwise."""
        own, beside = self.measured.own, self.measured.beside
        return {
            "onshi_version": VERSION,
            **_figures_of(own),
            **({} if beside is None else {"beside": _figures_of(beside), "gains": _gains(own, beside)}),
            **_costs(self.measured),
            **self._history_figures(),
            "echoes_per_s": round(own.cold.echoes_per_s),
            "cpu_us_per_echo": round(own.cold.echo_us),
            "cpu_us_per_request_driver": round(own.cold.driver_us),
            "latency_ms_cold": _latencies(own.cold),
            "latency_ms_warm": _latencies(own.warm),
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

    def _history_figures(self) -> dict[str, object]:
        """Return checks a second with the history over those in a fresh world; ``history_ratio`` is the lower one."""
        aged, identifiers = self.measured.aged, self.measured.aged_identifiers
        if aged is None or identifiers is None:
            return {}
        return {
            "history_ratio": round(min(aged.ratio, identifiers.ratio), 4),
            "history_ratio_warm": round(aged.ratio, 4),
            "history_ratio_identifiers": round(identifiers.ratio, 4),
            "cpu_us_per_check_postgres_aged": round(aged.postgres_us),
            "cpu_us_per_identifier_check_postgres_aged": round(identifiers.postgres_us),
        }


def show(report: Report, console: Console) -> None:
    """Print the report."""
    measured = report.measured
    table = Table(title=f"One worker, {report.certificates} registered certificates, {report.checks} checks")
    table.add_column(no_wrap=True)
    for heading in ("a second", "of the echo", "CPU worker", "CPU database", "p50", "p99"):
        table.add_column(heading, justify="right")
    _show_worker(table, measured.own, "")
    if measured.beside is not None:
        _show_worker(table, measured.beside, ", beside")
    table.add_row("echo", f"{measured.own.cold.echoes_per_s:,.0f}", "100%", f"{measured.own.cold.echo_us:.0f} µs")
    console.print(table)
    if measured.beside is not None:
        for title, gain in _gains(measured.own, measured.beside).items():
            console.print(
                f"{title}: x{gain['checks_per_s']} the other checkout's checks, x{gain['cpu_worker']} its worker's CPU"
            )
    titled = [("A message (siquc01)", measured.messages[0]), ("A person of 一括照会", measured.bulk)]
    titled += [("A message of the other checkout", other) for other in measured.messages[1:]]
    for title, series in titled:
        console.print(
            f"{title}: {series.checks_per_s:,.0f} a second, {series.worker_us:.0f} µs of the worker,"
            f" {series.postgres_us:.0f} µs of the database; it costs {cost_of(series):.2f} of the check over"
            " REST of the same people."
        )
    if measured.aged is not None and measured.aged_identifiers is not None:
        console.print(
            f"With {report.history:,} records of the same people: {measured.aged.ratio:.1%} of the fresh world's checks"
            f" a second by card, {measured.aged_identifiers.ratio:.1%} by identifiers."
        )
    console.print(f"{report.distinct_check_ids} distinct check_ids, {report.rows_stored} rows, every answer right.")
    if _driver_share(measured.own.cold) > _GENERATOR_IS_THE_LIMIT:
        console.print("[yellow]The driver used a whole core: it is the limit, the figures are too low.[/yellow]")


def write(figures: Mapping[str, object], path: Path) -> None:
    """Write the figures as JSON; a file is never seen half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_bytes(msgspec.json.format(msgspec.json.encode(figures), indent=2) + b"\n")
    draft.replace(path)


def _figures_of(worker: OfWorker) -> dict[str, object]:
    cold, unverified, warm, identifiers = worker.cold, worker.unverified, worker.warm, worker.identifiers
    return {
        "card_check_to_echo_ratio": round(cold.ratio, 4),
        "card_check_to_echo_ratio_unverified": round(unverified.ratio, 4),
        "card_check_to_echo_ratio_warm": round(warm.ratio, 4),
        "identifier_check_to_echo_ratio": round(identifiers.ratio, 4),
        "checks_per_s_cold": round(cold.checks_per_s),
        "checks_per_s_unverified": round(unverified.checks_per_s),
        "checks_per_s_warm": round(warm.checks_per_s),
        "identifier_checks_per_s": round(identifiers.checks_per_s),
        "cpu_us_per_check_worker": round(cold.worker_us),
        "cpu_us_per_check_postgres": round(cold.postgres_us),
        "cpu_us_per_check_worker_unverified": round(unverified.worker_us),
        "cpu_us_per_check_postgres_unverified": round(unverified.postgres_us),
        "cpu_us_per_check_worker_warm": round(warm.worker_us),
        "cpu_us_per_check_postgres_warm": round(warm.postgres_us),
        "cpu_us_per_identifier_check_worker": round(identifiers.worker_us),
        "cpu_us_per_identifier_check_postgres": round(identifiers.postgres_us),
    }


def _costs(measured: Measured) -> dict[str, object]:
    """Return what asking in other ways costs beside a check over REST of the same people."""
    message, bulk = measured.messages[0], measured.bulk
    return {
        "message_to_check_cost": round(cost_of(message), 3),
        "message_to_check_cost_beside": [round(cost_of(other), 3) for other in measured.messages[1:]],
        "messages_per_s": round(message.checks_per_s),
        "cpu_us_per_message_worker": round(message.worker_us),
        "bulk_to_check_cost": round(cost_of(bulk), 3),
        "bulk_persons_per_s": round(bulk.checks_per_s),
        "cpu_us_per_bulk_person_worker": round(bulk.worker_us),
        "cpu_us_per_bulk_person_postgres": round(bulk.postgres_us),
    }


def _gains(own: OfWorker, other: OfWorker) -> dict[str, dict[str, float]]:
    """Return how many times the other checkout's our checks a second are, and our worker's CPU for each."""
    return {
        title: {
            "checks_per_s": round(ours.gain_over(others), 3),
            "cpu_worker": round(ours.worker_us / others.worker_us, 3),
        }
        for (title, ours), (_, others) in zip(_titled(own), _titled(other), strict=True)
    }


def _titled(worker: OfWorker) -> list[tuple[str, Series]]:
    return [
        ("card, cold", worker.cold),
        ("card, unverified", worker.unverified),
        ("card, warm", worker.warm),
        ("identifiers", worker.identifiers),
    ]


def _show_worker(table: Table, worker: OfWorker, whose: str) -> None:
    for title, series in _titled(worker):
        table.add_row(
            title + whose,
            f"{series.checks_per_s:,.0f}",
            f"{series.ratio:.1%}",
            f"{series.worker_us:.0f} µs",
            f"{series.postgres_us:.0f} µs",
            f"{series.latency_ms(50):.1f} ms",
            f"{series.latency_ms(99):.1f} ms",
        )


def _latencies(series: Series) -> dict[str, float]:
    return {f"p{percent}": round(series.latency_ms(percent), 2) for percent in _PERCENTILES}


def _driver_share(series: Series) -> float:
    """Return the share of one core that the driver used while it drove checks."""
    return sum(lap.run.driver_cpu_s for lap in series.checks) / sum(lap.run.duration_s for lap in series.checks)
