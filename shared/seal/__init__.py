"""Sealing the record of who saw what: how a record becomes bytes, batches a tree, and trees a signed chain. Pure.

Eligibility seals, consent proves, the program's auditor verifies; each must come to the same bytes.
"""
