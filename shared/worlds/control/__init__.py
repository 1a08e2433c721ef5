"""The control database `onshi_sim`: what was decided about the worlds of a simulator, for all its workers."""
