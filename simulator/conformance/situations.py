"""The catalogue of situations that a receipt system meets, and which of them a client has met.

One for each validity, refusal, refused purpose, failure of the line, complaint of clinics, value of a code, persona.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from shared.domain.codes import QualificationValidity
from shared.domain.purposes import RefusalCode
from shared.errors import ServiceError
from simulator.conformance.observation import TOKEN, Observation
from simulator.faults.operations import operations
from simulator.personas.code_space import CODE_SPACE
from simulator.personas.complaints import COMPLAINTS
from simulator.personas.persona import Persona

SLOW_S = 3.0
"""An answer that takes longer is late to whom it is waited for at a desk."""
NO_ANSWER, SLOW, GATEWAY = "line:no-answer", "line:slow", "line:gateway"
_LINE = {
    NO_ANSWER: ("No answer came (the connection was cut or hung)", "応答がない（切断・無応答）"),
    SLOW: ("An answer took three seconds or longer", "応答に3秒以上かかる"),
    GATEWAY: (
        "A failure without a refusal's code (500, a gateway's page)",
        "コードのないエラー応答（500、中継装置など）",
    ),
}
_LATE = f"complaint:{len(COMPLAINTS)}"
"""The complaint that is about no persona: answers that are late or lost."""
# Answered in front of everything that counts.
_NEVER_SEEN = frozenset({"world-unknown"})
_VALIDITIES = frozenset(validity.value for validity in QualificationValidity)
_FAILED = 500
_WITHOUT_CODE = (None, "about:blank")


@dataclass(frozen=True, slots=True)
class Situation:
    """``personas`` are the ids of those with whom one can meet it."""

    id: str
    title: str
    title_ja: str
    personas: tuple[str, ...] = ()
    is_met: bool = False


def met_by(seen: Observation) -> Iterator[str]:
    """Yield what a request has met, but for whom: people are known to the controls only."""
    if seen.code is not None and seen.is_check and seen.is_answered:
        yield f"validity:{seen.code}" if seen.code in _VALIDITIES else f"purpose:{seen.code}"
    elif seen.code not in _WITHOUT_CODE and not seen.is_answered and seen.status is not None:
        yield f"refusal:{seen.code}"
    if not seen.is_whole:
        yield NO_ANSWER
    elif seen.status is not None and seen.status >= _FAILED and seen.code in _WITHOUT_CODE:
        yield GATEWAY
    if seen.ended - seen.began >= SLOW_S and not seen.waits:
        yield SLOW


def situations(personas: Sequence[Persona], met: Mapping[str, int], people: Mapping[str, int]) -> list[Situation]:
    """Return the whole catalogue, with what was met; ``people`` are ids of persons in hexadecimal."""
    those_met = {each.id for each in personas if _is_met(each, met, people)}
    seen = [kind(personas) for kind in (_validities, _refusals, _purposes, _failures)]
    of_people = [kind(personas) for kind in (_complaints, _codes, _personas)]
    found = [replace(each, is_met=each.id in met) for each in chain.from_iterable(seen)]
    for each in chain.from_iterable(of_people):
        is_late = each.id == _LATE and (SLOW in met or NO_ANSWER in met)
        found.append(replace(each, is_met=is_late or not those_met.isdisjoint(each.personas)))
    return found


def _validities(personas: Sequence[Persona]) -> Iterator[Situation]:
    for each in QualificationValidity:
        answering = (one.id for one in personas if any(way.get("validity") == each.value for way in _expected(one)))
        yield Situation(f"validity:{each.value}", _words(each.value), each.term, tuple(answering))


def _refusals(personas: Sequence[Persona]) -> Iterator[Situation]:
    """Yield those that the operations of a receipt system declare: all of eligibility's, and the token's."""
    meant = (each for each in operations() if each.operation_id == TOKEN or each.path.startswith("/eligibility/"))
    declared = {code for each in meant for code in each.refusals} - _NEVER_SEEN
    for each in ServiceError.__subclasses__():
        if each.code in declared:
            refused = (one.id for one in personas if any(way.get("refusal") == each.code for way in _expected(one)))
            yield Situation(f"refusal:{each.code}", each.title, each.title_ja, tuple(refused))


def _purposes(_: Sequence[Persona]) -> Iterator[Situation]:
    for each in RefusalCode:
        yield Situation(f"purpose:{each.value}", f"Refused: {_words(each.value)}", f"利用目的の拒否（{each.value}）")


def _failures(_: Sequence[Persona]) -> Iterator[Situation]:
    for line, titles in _LINE.items():
        yield Situation(line, *titles)


def _complaints(_: Sequence[Persona]) -> Iterator[Situation]:
    for number, each in enumerate(COMPLAINTS, 1):
        yield Situation(f"complaint:{number}", each.told, each.told_ja, each.personas)


def _codes(personas: Sequence[Persona]) -> Iterator[Situation]:
    for element, space in CODE_SPACE.items():
        # The validity of an answer is a situation of its own.
        for value in () if element == "QualificationValidity" else space.values:
            having = (one.id for one in personas if one.codes.get(element) == value)
            yield Situation(f"code:{element}:{value}", f"{element} {value}", f"{element} {value}", tuple(having))


def _personas(personas: Sequence[Persona]) -> Iterator[Situation]:
    for each in personas:
        yield Situation(f"persona:{each.id}", each.title, each.title_ja, (each.id,))


def _is_met(persona: Persona, met: Mapping[str, int], people: Mapping[str, int]) -> bool:
    """Tell whether a persona was met: found, or else, where a check names nobody, what it comes to instead."""
    if persona.holder is not None and persona.holder.person_id.hex in people:
        return True
    return any(_key(expected) in met for expected in _expected(persona) if _names_nobody(expected))


def _names_nobody(expected: Mapping[str, str]) -> bool:
    return "refusal" in expected or expected.get("validity") in ("not_found", "ambiguous")


def _key(expected: Mapping[str, str]) -> str:
    return f"refusal:{expected['refusal']}" if "refusal" in expected else f"validity:{expected['validity']}"


def _expected(persona: Persona) -> Iterator[Mapping[str, str]]:
    yield from (each for each in (persona.expected.card, persona.expected.insured) if each is not None)


def _words(code: str) -> str:
    return code.replace("_", " ").replace("-", " ")
