"""``?code=LimitCategory:B09``: which personas have a code, by the interface's element and value."""

from collections.abc import Iterable, Sequence

from shared.errors import RequestInvalid, Violation
from shared.nearest import nearest
from simulator.personas.code_space import CODE_SPACE, SHORT
from simulator.personas.persona import Persona

_POINTER = "/query/code"
_FORM = Violation(
    _POINTER,
    "not-a-code",
    "Is a member of `codes`, a colon and its value, as LimitCategory:B09.",
    "`codes` の項目名、コロン、値の順に指定してください（例: LimitCategory:B09）。",
)


def having(code: str | None, personas: Sequence[Persona]) -> Sequence[Persona]:
    """Return those who have the code, everybody where none is asked for; raises RequestInvalid for one unknown."""
    if code is None:
        return personas
    element, value = _known(code)
    return [persona for persona in personas if persona.codes.get(element) == value]


def _known(code: str) -> tuple[str, str]:
    member, colon, value = code.partition(":")
    if not colon:
        raise RequestInvalid([_FORM])
    element = SHORT.get(member, member)
    if element not in CODE_SPACE:
        raise RequestInvalid([_unknown_member(member)])
    if value not in (values := CODE_SPACE[element].values):
        raise RequestInvalid([_unknown_value(element, values)])
    return element, value


def _unknown_member(member: str) -> Violation:
    known = (*CODE_SPACE, *SHORT)
    near = nearest(member, known, alike=0.5)
    names = ", ".join(near or known)
    told, told_ja = ("Nearest", "近い項目名") if near else ("Known", "指定できる項目名")
    return Violation(
        _POINTER, "unknown-member", f"No member of `codes`. {told}: {names}.", f"未知の項目名です。{told_ja}: {names}。"
    )


def _unknown_value(element: str, values: Iterable[str]) -> Violation:
    known = ", ".join(values)
    return Violation(
        _POINTER, "unknown-value", f"{element} has no such value. Known: {known}.", f"{element} の値は {known} です。"
    )
