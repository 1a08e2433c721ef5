"""What breaks, done to a running simulator under load, and what must hold all the same: `make chaos-smoke`."""
