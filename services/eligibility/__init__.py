"""Eligibility: answers checks (資格確認) and keeps the record of every answer.

A request enters in faces/rest, is followed step by step in checks/commands, decided in rules/decision.py and
shown by rules/disclosure.py. It never sees, asks for or stores a My Number.
"""
