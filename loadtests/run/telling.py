"""What a run says at its end: files in the folder of results, sentences, and the exit code."""

import logging
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from locust.env import Environment

from loadtests.machine.description import describe_machine
from loadtests.outputs.writing import write_all
from loadtests.run.options import mix_file
from loadtests.verdict.judging import Verdict

_log = logging.getLogger(__name__)


def tell(environment: Environment, verdict: Verdict, more: Mapping[str, Any]) -> None:
    """Write and say what a run came to; ``more`` are members of the verdict."""
    options: Any = environment.parsed_options
    mix = mix_file(options)
    conditions = {
        "host": environment.host,
        "seed": options.seed,
        "mix": mix.stem,
        # Of a leader only the workers need have it.
        "mix_sha256": sha256(mix.read_bytes()).hexdigest() if mix.exists() else None,
        "shape": options.shape,
        "scale": options.scale,
        "faces": options.faces,
        "connections": options.connections,
        "warm_up": {"seconds": options.warm_up, "requests": verdict.ledger.warm_up.count},
        "rightly_refused_for_misses": verdict.ledger.rightly_refused,
        "refused_for_misses_before_the_run": verdict.ledger.refused_for_earlier,
        "most_under_way": options.most_under_way,
        **more,
        "machine": describe_machine(),
    }
    environment.process_exit_code = verdict.exit
    write_all(verdict, Path(options.results), conditions)
    for sentence in verdict.sentences:
        print(sentence, file=sys.stderr)


def refuse(why: str) -> None:
    """Say why nothing is measured: on the terminal, and among the logs of Locust's pages."""
    if _log.isEnabledFor(logging.ERROR):
        _log.error("No load run: %s", why)
    else:
        print(f"No load run: {why}", file=sys.stderr)
