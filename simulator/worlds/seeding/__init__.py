"""Filling a world over HTTP: insurers, institutions, clients, people and their cards."""
