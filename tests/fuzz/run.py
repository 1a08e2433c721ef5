"""`make fuzz`: valid proofs, messages, imports and bodies, changed, given to their readers. Ends 1 at a finding.

python -m tests.fuzz.run --inputs 1000000 --seed 1 --part proofs
"""

import argparse
import os
import sys

from tests.fuzz.in_process import PARTS, run


def main() -> int:
    """Run the parts that the command line names; return 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000, help="Of each part.")
    parser.add_argument("--seed", default="1", help="The same seed makes the same inputs.")
    parser.add_argument("--part", choices=sorted(PARTS), action="append")
    asked = parser.parse_args()
    wrong = 0
    for name in asked.part or PARTS:
        found = run(name, asked.seed, asked.inputs)
        rate, grown = found.inputs / found.seconds, found.grown_bytes / 1_000_000
        print(
            f"{name}: {found.inputs} inputs, {rate:.0f}/s, slowest {found.slowest_s:.2f} s, grew by {grown:.0f} MB, "
            f"{len(found.findings)} findings; load {os.getloadavg()[0]:.0f}",
            flush=True,
        )
        print("  " + ", ".join(f"{came} {count}" for came, count in sorted(found.came.items())), flush=True)
        for complaint, (seed, small) in found.findings.items():
            print(f"FOUND  {complaint}; seed {seed}; made small: {small!r}", flush=True)
        wrong += len(found.findings)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
