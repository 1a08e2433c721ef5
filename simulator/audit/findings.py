"""The result of an audit."""

from dataclasses import dataclass, field

from shared.seal.checkpoints import Checkpoint
from shared.seal.retention import RetentionMark


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit: a stable code, where, and what it means."""

    code: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} [{self.code}]"


@dataclass(slots=True)
class Verdict:
    """What was found, and how much was looked at."""

    findings: list[Finding] = field(default_factory=list)
    records: int = 0
    """Of checks, and acts."""
    sealed: int = 0
    unsealed: int = 0
    """Behind the last checkpoint: nothing can be said of them yet."""
    last: Checkpoint | None = None
    purged: int = 0
    """Sealed, and removed by a rule that a signed mark names."""
    marks: list[RetentionMark] = field(default_factory=list)
    """Those marks."""

    def find(self, code: str, where: str, what: str) -> None:
        """Add a finding."""
        self.findings.append(Finding(code, where, what))
