"""Which page of the guide a command is explained on, so that its errors can name it."""

from collections.abc import Mapping, Sequence

PAGES: Mapping[str, str] = {
    "up": "operating",
    "serve": "compose",
    "controls": "console",
    "migrate": "operating",
    "backup": "backup",
    "purge": "audit",
    "seed": "compose",
    "credentials": "first-check",
    "personas": "personas",
    "population": "population",
    "load-data": "load-data",
    "check": "first-check",
    "message": "messages",
    "agent": "folders",
    "conformance": "conformance",
    "demo": "first-check",
    "doctor": "operating",
    "load": "load",
    "import": "imports",
    "exec": "windows-and-ci",
    "settings": "operating",
    "audit": "audit",
    "cell": "cells",
    "card": "certificates",
}
"""By the first word of the command."""


def where_to_read(arguments: Sequence[str]) -> str:
    """Return the command that shows the page of the command in ``arguments``, the list of pages where none is."""
    page = PAGES.get(arguments[0]) if arguments else None
    return "onshi guide" if page is None else f"onshi guide {page}"
