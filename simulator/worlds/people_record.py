"""Who was put into a kept world, and as what: an older folder may lack people of this program, or have others.

For each persona and client a digest of what it was made from. What this program would make otherwise is not shown: the
world has it as it was, and what the controls would tell of it does not hold there.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec

import shared
from simulator.personas.credentials import CREDENTIALS, Credential
from simulator.personas.persona import Persona
from simulator.worlds.folder_files import read_strictly, write_privately

REFUSED = ""
"""Instead of a digest: the world would not take them."""
_MADE_BY = ("shared/domain", "simulator/personas", "simulator/worlds/seeding")
"""What decides who the people are, and as what they are put into a world."""
_ADDED_SINCE = frozenset({"continuation_accepted_late"})
"""Members that came after folders were kept: one that is False leaves the digest as it was in those folders."""


class PeopleRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The record: by id, what each was made from."""

    program: str
    """A digest of the program text that makes people: while it is the same, nobody is new."""
    personas: dict[str, str]
    clients: dict[str, str]
    hidden_personas: list[str] = []
    hidden_clients: list[str] = []
    """Whom that program makes otherwise than the world has them, or whom the world refused."""

    @property
    def hidden(self) -> tuple[str, ...]:
        """All who are not shown."""
        return (*self.hidden_personas, *self.hidden_clients)

    @classmethod
    def read(cls, file: Path) -> "PeopleRecord | None":
        """Return what ``file`` holds, or None when it is not there; raises UnusableFolder."""
        return read_strictly(file, cls) if file.exists() else None

    def save(self, file: Path) -> None:
        """Write the record."""
        write_privately(file, msgspec.json.format(msgspec.json.encode(self), indent=2))


@dataclass(frozen=True, slots=True)
class Names:
    """Some of the personas and clients, by id."""

    personas: set[str] = field(default_factory=set)
    clients: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class People:
    """Those whom this program puts into a world, or some of them."""

    personas: tuple[Persona, ...]
    clients: tuple[Credential, ...]

    @classmethod
    def of(cls, seed: int, reference_date: date) -> "People":
        """Return everybody."""
        # The slowest import of all, and needed at a first start and after an upgrade only.
        from simulator.personas.cast import personas  # noqa: PLC0415 - the start of a command stays quick

        return cls(personas(seed, reference_date), CREDENTIALS)

    def lacking_in(self, record: PeopleRecord | None) -> "People":
        """Return whom a folder's record does not name; of a folder that has none, everybody."""
        if record is None:
            return self
        return People(
            tuple(persona for persona in self.personas if persona.id not in record.personas),
            tuple(client for client in self.clients if client.client_id not in record.clients),
        )

    def had_by(self, record: PeopleRecord | None) -> tuple[Persona, ...]:
        """Return the personas whom a folder's record names."""
        return tuple(persona for persona in self.personas if record is not None and persona.id in record.personas)

    def recorded(self, before: PeopleRecord | None, refused: Names) -> PeopleRecord:
        """Return the record of a world to which those who were lacking were added, but for the ``refused``."""
        personas, clients = self._persona_digests(), self._client_digests()
        kept_personas = _with_new(before.personas if before else {}, personas, refused.personas)
        kept_clients = _with_new(before.clients if before else {}, clients, refused.clients)
        return PeopleRecord(
            program=program_digest(),
            personas=kept_personas,
            clients=kept_clients,
            hidden_personas=sorted(name for name, digest in personas.items() if kept_personas[name] != digest),
            hidden_clients=sorted(name for name, digest in clients.items() if kept_clients[name] != digest),
        )

    def _persona_digests(self) -> dict[str, str]:
        return {each.id: _digest([each.holder, each.memberships, each.others, each.card]) for each in self.personas}

    def _client_digests(self) -> dict[str, str]:
        return {client.client_id: _digest(client) for client in self.clients}


def _with_new(kept: dict[str, str], digests: dict[str, str], refused: Collection[str]) -> dict[str, str]:
    return {name: REFUSED if name in refused else digest for name, digest in digests.items()} | kept


def program_digest() -> str:
    """Return a digest of the program text that makes people."""
    root = Path(next(iter(shared.__path__))).parent
    files = sorted(path for name in _MADE_BY for path in (root / name).rglob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _digest(thing: object) -> str:
    made_from = _as_then(msgspec.to_builtins(thing))
    return hashlib.sha256(msgspec.json.encode(made_from)).hexdigest()[:16]


def _as_then(value: object) -> object:
    if isinstance(value, dict):
        return {
            name: _as_then(member) for name, member in value.items() if name not in _ADDED_SINCE or member is not False
        }
    if isinstance(value, (list, tuple)):
        return [_as_then(member) for member in value]
    return value
