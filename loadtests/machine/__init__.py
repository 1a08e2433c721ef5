"""The machine that measures: what it is, what its processes use, how work is spread over it."""
