"""By which rules the writing of a message (電文) is wrong, though it is read here. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from services.eligibility.faces.oqs.frames import charsets_named
from services.eligibility.faces.oqs.requests import ASKED, LIMIT_FLAG
from shared.worlds.journal import Element, MessageNotes, RawExchange
from simulator.conformance.message_elements import ASKING, BODY, SINGLE, text_of

IN_ORDER, CHARSETS, CHARACTERS = "message-in-order", "message-charset-one", "message-characters-of-the-set"
EIGHT, CONSENT_TOLD = "insurer-number-in-eight", "consent-flag-told"
_EIGHT = 8


def flaws_of(notes: MessageNotes, raw: RawExchange, header: Element, people: Sequence[Element]) -> tuple[str, ...]:
    """Return the ids of those rules."""
    flaws = [flaw for flaw, has in _FLAWS.items() if has(notes, header, people)]
    return (*flaws, CHARSETS) if _names_two(raw) else tuple(flaws)


def _is_out_of_order(notes: MessageNotes, _: Element, people: Sequence[Element]) -> bool:
    if list(notes.sent.members)[:1] == [BODY]:
        return True
    return notes.kind in ASKING and any(_is_mixed([name for name in each.members if name in ASKED]) for each in people)


def _is_mixed(names: Sequence[str]) -> bool:
    places = [ASKED.index(name) for name in names]
    return places != sorted(places)


def _is_outside_the_set(_: MessageNotes, header: Element, people: Sequence[Element]) -> bool:
    return any(not _is_in_the_set(text) for each in (header, *people) for text in _texts(each))


def _is_in_the_set(text: str) -> bool:
    if text.isascii():
        return True
    try:
        # There and back: the codec also takes 〜 and − of JIS X 0208, which Windows has at another code point.
        return text.encode("cp932").decode("cp932") == text
    except UnicodeEncodeError:
        return False


def _is_not_in_eight(_: MessageNotes, __: Element, people: Sequence[Element]) -> bool:
    return any((number := text_of(each, "InsurerNumber")) and len(number) != _EIGHT for each in people)


def _leaves_consent_open(notes: MessageNotes, _: Element, people: Sequence[Element]) -> bool:
    return notes.kind == SINGLE and any(not text_of(each, LIMIT_FLAG).strip() for each in people)


def _names_two(raw: RawExchange) -> bool:
    by_type, by_declaration = charsets_named(raw.headers, b"".join(raw.body))
    return None not in (by_type, by_declaration) and by_type != by_declaration


_FLAWS: Mapping[str, Callable[[MessageNotes, Element, Sequence[Element]], bool]] = MappingProxyType(
    {
        IN_ORDER: _is_out_of_order,
        CHARACTERS: _is_outside_the_set,
        EIGHT: _is_not_in_eight,
        CONSENT_TOLD: _leaves_consent_open,
    }
)


def _texts(of: Element) -> Iterator[str]:
    return (leaf.text for leaves in of.members.values() for leaf in leaves)
