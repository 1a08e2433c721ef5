"""Whom one can try the simulator with: invented people, their insurers, and the clients that ask."""
