"""The secrets of a world: made once, kept in a file that only its owner can read."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import msgspec

from simulator.worlds.folder_files import read_strictly, write_privately

CONTROL = "sim"
"""Beside the services: the role of the control database."""
_Password = Annotated[str, msgspec.Meta(min_length=1)]
_Key = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


@dataclass(frozen=True, slots=True)
class Secrets:
    """What one world's processes authenticate with."""

    admin_password: str = field(repr=False)
    role_passwords: Mapping[str, str] = field(repr=False)
    nonce_key: str = field(repr=False)
    portal_nonce_key: str = field(repr=False)
    portal_cookie_key: str = field(repr=False)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    admin_password: _Password
    role_passwords: dict[str, _Password]
    nonce_key: _Key
    portal_nonce_key: _Key = ""
    """Made apart: a folder that an earlier version made lacks it."""
    portal_cookie_key: _Key = ""
    """The same."""


def check_secrets(file: Path) -> None:
    """Read the file, if it is there, and change nothing; raises UnusableFolder."""
    if file.exists():
        read_strictly(file, _File)


def kept_secrets(file: Path) -> Secrets:
    """Return the secrets in ``file``; what is missing is made. Raises UnusableFolder."""
    # Slow to import, and a start looks at its folder first.
    from shared.settings import SERVICES  # noqa: PLC0415 - the start of a command stays quick

    kept = read_strictly(file, _File) if file.exists() else None
    passwords = {} if kept is None else kept.role_passwords
    whole = Secrets(
        admin_password=secrets.token_urlsafe(24) if kept is None else kept.admin_password,
        # An earlier version had fewer services, and no control database.
        role_passwords={name: secrets.token_urlsafe(24) for name in (*SERVICES, CONTROL)} | passwords,
        nonce_key=secrets.token_hex(32) if kept is None else kept.nonce_key,
        portal_nonce_key=(kept.portal_nonce_key if kept is not None else "") or secrets.token_hex(32),
        portal_cookie_key=(kept.portal_cookie_key if kept is not None else "") or secrets.token_hex(32),
    )
    members = {name: getattr(whole, name) for name in Secrets.__slots__}
    if kept is None or members != msgspec.to_builtins(kept):
        write_privately(file, json.dumps(members, indent=2).encode())
    return whole
