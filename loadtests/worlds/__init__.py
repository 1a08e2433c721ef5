"""Databases that are measured: their people, cards and history."""
