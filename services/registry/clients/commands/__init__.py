"""Registering clients, publishing the token key."""
