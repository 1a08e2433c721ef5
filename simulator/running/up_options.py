"""What `onshi up` was asked for, and where its world is served then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.running.listeners import LOOPBACK
from simulator.worlds.world_record import WorldRecord

if TYPE_CHECKING:
    from simulator.tls.files import TlsFiles


@dataclass(frozen=True, slots=True)
class UpOptions:
    """What `onshi up` was asked for."""

    host: str
    port: int
    control_host: str
    control_port: int
    data: Path | None
    workers: int
    seed: int | None
    day: date | None
    fixtures: Path | None
    allow_public: bool
    tls: bool
    tls_names: Sequence[str]
    tls_client_certificates: bool
    profile: str | None
    environment: Mapping[str, str] = field(repr=False)
    allow_foreign_roots: bool = False
    journal: bool = True
    """Whether requests are kept with what explains their answers."""
    message_codes: Path | None = None
    """A vendor's own table of error codes in messages."""


@dataclass(frozen=True, slots=True)
class Running:
    """Where a world is served."""

    base_url: str
    control_url: str
    world: WorldRecord
    is_kept: bool
    host: str = LOOPBACK
    control_host: str = LOOPBACK
    """The hosts that were asked for."""
    allows_public: bool = False
    allows_foreign_roots: bool = False
    tls: "TlsFiles | None" = None
    tls_client_certificates: bool = False
    profile: str | None = None
    """The title of the profile by which answers are late."""
    vendor_patients: int | None = None
    """How many patients a vendor's file added at this start; None without a file."""
    message_codes: Path | None = None
    """As asked for."""
    not_shown: tuple[str, ...] = ()
    """Personas and clients that the world has as an older program made them, or refused."""
