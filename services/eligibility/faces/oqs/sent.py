"""A message as it was sent: elements by name, whatever their order; what nobody asks for is overlooked. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from services.eligibility.faces.oqs.fields import Text

DEEPEST = 16
"""Levels of elements; the deepest message has five."""
MOST_ELEMENTS = 100_000
"""Elements of one message; 5,000 people have some 40,000."""

_NO_TEXT = Text("")


@dataclass(slots=True)
class Sent:
    """One element: its text, or the elements in it, by name."""

    text: Text = field(default=_NO_TEXT, repr=False)
    members: dict[str, list["Sent"]] = field(default_factory=dict, repr=False)

    def all(self, name: str) -> list["Sent"]:
        """Return every element of that name in it."""
        return self.members.get(name, [])

    def structure(self, name: str) -> "Sent":
        """Return the first element of that name, or one with nothing in it."""
        found = self.all(name)
        return found[0] if found else Sent()

    def leaf(self, name: str) -> Text | None:
        """Return the text of an element; None where it is absent, empty or blank."""
        for each in self.all(name):
            return each.text if each.text.strip() else None
        return None

    def repeated(self, names: Iterable[str]) -> list[str]:
        """Return those of ``names`` that stand in it more than once."""
        return [name for name in names if len(self.all(name)) > 1]
