"""The simulated authority: its generations, their keys, and the roots to trust."""
