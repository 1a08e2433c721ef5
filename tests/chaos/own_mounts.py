"""A namespace in which an ordinary user may mount: how a disk is filled without root (user_namespaces(7)).

Whoever is root may mount anyway. Others may where the kernel lets users make namespaces, as Debian does; a container's
default rules forbid it.
"""

import ctypes
import os
from pathlib import Path

_NEW_MOUNTS, _NEW_USERS = 0x00020000, 0x10000000
"""CLONE_NEWNS and CLONE_NEWUSER of sched.h; Python has os.unshare from 3.12 on."""


def may_mount() -> bool:
    """Let this process mount for itself and its children; tell whether it may. It stays the user that it was.

    To be called before any thread begins.
    """
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        return True
    if ctypes.CDLL(None).unshare(_NEW_USERS | _NEW_MOUNTS) != 0:
        return False
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        Path(f"/proc/self/{name}").write_text(text, encoding="ascii")
    return True
