"""What a service asks about a world before it says that the world's requests can be served."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

Check = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class ReadyChecks:
    """By name: what a request needs, and what is worth a look but keeps nobody from being served."""

    checks: Mapping[str, Check]
    warnings: Mapping[str, Check] = field(default_factory=dict)
