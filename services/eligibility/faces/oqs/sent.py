"""A message as it was sent: elements by name, whatever their order; what nobody asks for is overlooked. Pure."""

from collections.abc import Iterable

import msgspec

from services.eligibility.faces.oqs.fields import Text

DEEPEST = 16
"""Levels of elements; the deepest message has five."""
MOST_ELEMENTS = 100_000
"""Elements of one message; 5,000 people have some 40,000."""

NO_TEXT = Text("")


class Sent(msgspec.Struct):
    """One element: its text, or the elements in it, by name."""

    text: Text = NO_TEXT
    members: dict[str, list["Sent"]] = {}

    def __repr__(self) -> str:
        # What was sent names a person.
        return "Sent()"

    def all(self, name: str) -> list["Sent"]:
        """Return every element of that name in it."""
        return self.members.get(name, [])

    def structure(self, name: str) -> "Sent":
        """Return the first element of that name, or one with nothing in it."""
        found = self.all(name)
        return found[0] if found else Sent()

    def leaf(self, name: str) -> Text | None:
        """Return the text of an element; None where it is absent, empty or blank."""
        found = self.members.get(name)
        if found is None:
            return None
        text = found[0].text
        return None if not text or text.isspace() else text

    def repeated(self, names: Iterable[str]) -> list[str]:
        """Return those of ``names`` that stand in it more than once."""
        members = self.members
        return [name for name in names if len(members.get(name, ())) > 1]
