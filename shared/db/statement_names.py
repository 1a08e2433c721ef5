"""What a log may call a statement: its verb and the tables that it names. No text of a statement holds a value."""

import re

_TABLE = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+(?:ONLY\s+)?([a-z_]+\.[a-z_]+)", re.IGNORECASE)
_WRITES = re.compile(r"\b(INSERT INTO|UPDATE(?= +[a-z_]+\.)|DELETE FROM)\b", re.IGNORECASE)
_VERB = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE)\b", re.IGNORECASE)


def statement_name(statement: str) -> str:
    """Return the verb of a statement and its tables, each once, in the order in which it names them.

    One that writes is called by what it does first, whatever it reads.
    """
    verb = _WRITES.search(statement) or _VERB.search(statement)
    tables = dict.fromkeys(name.lower() for name in _TABLE.findall(statement))
    return " ".join([verb[1].upper().split()[0] if verb else "other", *tables])
