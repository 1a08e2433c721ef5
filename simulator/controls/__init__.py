"""The controls of a simulated world: what a tester asks and turns. A program of its own, on a port of its own."""
