"""Issuing, renewing and ending what hangs on a coverage: one file for each kind."""
