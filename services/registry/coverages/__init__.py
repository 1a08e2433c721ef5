"""Acquisition, loss, correction and move of coverages (資格), and what becomes of dependants."""
