"""Alembic histories, one for each service's schemas; files are named YYYYMMDD_HHMM_verb_phrase.py."""
