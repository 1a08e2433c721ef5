"""Checks on one worker as a share of what a bare FastAPI app can echo (make bench)."""
