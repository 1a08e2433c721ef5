"""Consent: who may ask to what purpose (告知要求制限), and what patients agreed to.

The rules themselves are shared/domain/purposes.py, because eligibility obeys the same ones on every check.
"""
