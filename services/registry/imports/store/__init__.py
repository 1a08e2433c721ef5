"""Imports, their parts and what was rejected; rows copied in."""
