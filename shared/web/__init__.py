"""What every HTTP app has in common: problems at the edge, callers, worlds, health, request ids."""
