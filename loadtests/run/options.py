"""The options of a load run, on Locust's command line and as fields of its pages, and what they ask for."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from loadtests.faces.choosing import FACES
from loadtests.faces.insurers import DEFAULT as INSURER
from loadtests.mix.reading import NEWEST, read_mix
from loadtests.receptions.plan import Wanted
from loadtests.shapes.curves import SHAPES, Curve, curve_of
from loadtests.shapes.scales import SCALES, scale_of
from loadtests.verdict.thresholds import SHIPPED, Threshold, read_thresholds


def add_options(parser: Any) -> None:
    """Let the command line, whose parser is Locust's, say who comes, when, how often, and what is asked of the run."""
    parser.add_argument("--data", default="load", help="the folder that onshi load-data wrote (load)")
    parser.add_argument("--shape", default="steady", help=f"{', '.join(SHAPES)} or FILE.csv of second,rate (steady)")
    parser.add_argument("--scale", default="nation:0.03", help=f"{SCALES} (nation:0.03)")
    parser.add_argument("--rate", type=float, default=0.0, help="receptions a second, in place of the scale's")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long the schedule is (60)")
    parser.add_argument("--warm-up", type=float, default=5.0, help="seconds before it that count nowhere (5)")
    parser.add_argument("--seed", type=int, default=1, help="of the schedule: the same seed, the same receptions (1)")
    parser.add_argument("--mix", default="", help="a file of who comes where with what (the newest of ours)")
    parser.add_argument("--miss-limit", type=int, default=60, help="ONSHI_MISS_LIMIT of what is asked (60)")
    parser.add_argument("--miss-window", type=float, default=60.0, help="ONSHI_MISS_WINDOW_S of what is asked (60)")
    parser.add_argument(
        "--faces", default="", help=f"who else acts, how often a second: {', '.join(FACES)} as NAME=RATE,…"
    )
    parser.add_argument("--folders", default="OQS", help="folders of agents, by client_id, for the face folders (OQS)")
    parser.add_argument("--insurer", default=INSURER, help=f"CLIENT:SECRET:NUMBER for the face insurers ({INSURER})")
    parser.add_argument("--most-under-way", type=int, default=400, help="receptions at once; others are dropped (400)")
    parser.add_argument("--thresholds", default=str(SHIPPED), help="a file of thresholds by request name")
    parser.add_argument(
        "--threshold",
        action=_Another,
        default="",
        help="'check by card:p99<300 abort'; again, or after a semicolon",
    )
    parser.add_argument("--token-url", default="", help="where tokens are got, if elsewhere than below the host")
    parser.add_argument(
        "--header", action=_Another, default="", help="'X-Api-Key: abc' for each request; again, or after a semicolon"
    )
    parser.add_argument("--ca", default="", help="a PEM file of whom to trust; without one, whoever answers")
    parser.add_argument("--connections", default="kept", help="kept, or new for each request (kept)")
    parser.add_argument(
        "--metrics-port", type=int, default=0, help="where Prometheus may scrape the run on this machine (0: any free)"
    )
    parser.add_argument("--results", default="build/load", help="the folder for what is written (build/load)")


class _Another(argparse.Action):
    """Text to which the same option, given again, adds: a field of a page has one text."""

    def __call__(
        self,
        parser: Any,  # noqa: ARG002 - argparse's own form
        namespace: Any,
        values: Any,
        option_string: str | None = None,  # noqa: ARG002 - same
    ) -> None:
        """Add what was given."""
        before = getattr(namespace, self.dest)
        setattr(namespace, self.dest, f"{before}; {values}" if before else values)


def curve_asked(options: Any) -> Curve:
    """Return the shape of the run. Raises CouldNotStart."""
    return curve_of(options.shape, options.seconds)


def seconds_of(options: Any) -> float:
    """Return how long the schedule is. Raises CouldNotStart."""
    return curve_asked(options).seconds


def thresholds_of(options: Any) -> list[Threshold]:
    """Return those of the file and those of the command line. Raises CouldNotStart."""
    texts = [text for text in options.threshold.split(";") if text.strip()]
    return read_thresholds(Path(options.thresholds) if options.thresholds else None, texts)


def mix_file(options: Any) -> Path:
    """Return where the mix is read."""
    return Path(options.mix) if options.mix else NEWEST


def wanted_of(options: Any, kinds: Sequence[str]) -> Wanted:
    """Return what a run is asked to be; ``kinds`` are those of the institutions in the data. Raises CouldNotStart."""
    mix = read_mix(mix_file(options))
    scale = scale_of(options.scale, mix, kinds)
    if options.rate:
        scale = replace(scale, rate=options.rate, reckoning=f"{options.rate:g} receptions a second, as asked for")
    return Wanted(
        seed=options.seed,
        mix=mix,
        curve=curve_asked(options),
        scale=scale,
        warm_up_s=options.warm_up,
        most_under_way=options.most_under_way,
        miss_limit=options.miss_limit,
        miss_window_s=options.miss_window,
    )
