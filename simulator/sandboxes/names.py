"""How sandboxes and snapshots are named, and whom the controls know by name."""

from typing import Annotated
from uuid import uuid4

from pydantic import AfterValidator, Field

from shared.domain.not_acceptable import NotAcceptable
from shared.errors import WorldUnknown
from shared.nearest import nearest
from shared.web.edge import DEFAULT_WORLD
from shared.worlds.state import WorldState

_PATTERN = r"^[a-z0-9][a-z0-9-]{0,39}$"
_IS_DEFAULT = ("is the world that is always there", "常に存在する環境の名前は使用できません")
_OF_TEMPLATES = ".making-"
"""Before the names of worlds that are filled to become templates: no sandbox can be called so."""


def _no_default(name: str) -> str:
    if name == DEFAULT_WORLD:
        raise NotAcceptable(*_IS_DEFAULT)
    return name


NewName = Annotated[str, Field(pattern=_PATTERN), AfterValidator(_no_default)]
SnapshotName = Annotated[str, Field(pattern=_PATTERN)]


def chosen_name() -> str:
    """Return a name for whoever chose none."""
    return f"s-{uuid4().hex[:12]}"


def making_name() -> str:
    """Return the name of a world that is filled to become a template."""
    return f"{_OF_TEMPLATES}{uuid4().hex[:12]}"


class KnownWorlds:
    """The worlds that the controls answer for: `default` and the sandboxes that are ready."""

    def __init__(self) -> None:
        self.names = {DEFAULT_WORLD}

    def state_of(self, name: str) -> WorldState:
        """Return a state that says the name alone; raises WorldUnknown."""
        if name not in self.names:
            raise WorldUnknown
        return WorldState(name)

    def near(self, name: str) -> list[str]:
        """Return the worlds that may have been meant by a name that is none's."""
        return nearest(name, sorted(self.names))

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a world of this name."""
        return name in self.names
