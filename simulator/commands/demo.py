"""`onshi demo`: everything once, as a clinic."""

import sys


def demo() -> None:
    """Start a simulator of its own, act as a clinic against it, say what happens (実演), and leave nothing behind.

    Example: `onshi demo`.
    """
    from simulator.asking.demo import run_demo

    sys.exit(0 if run_demo() else 1)
