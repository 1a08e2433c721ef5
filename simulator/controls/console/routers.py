"""Every page of the console."""

from simulator.controls.console import asking_routes, clock_routes, faults_routes, overview

CONSOLE_ROUTERS = (overview.router, clock_routes.router, asking_routes.router, faults_routes.router)
