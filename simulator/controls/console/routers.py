"""Every page of the console."""

from simulator.controls.console import (
    asking_routes,
    clock_routes,
    conformance_routes,
    faults_routes,
    journal_routes,
    odd_proofs_routes,
    overview,
    sandboxes_routes,
)

_PAGES = (
    overview,
    clock_routes,
    asking_routes,
    faults_routes,
    sandboxes_routes,
    journal_routes,
    odd_proofs_routes,
    conformance_routes,
)
CONSOLE_ROUTERS = tuple(each.router for each in _PAGES)
