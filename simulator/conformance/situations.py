"""The catalogue of situations that a receipt system meets, and which of them a client has met.

One for each validity, refusal, refused purpose, failure of the line, complaint of clinics, value of a code, persona.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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
_LATE_COMPLAINT = COMPLAINTS[-1]
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

    def shown(situation: str, title: str, title_ja: str, of: Iterable[Persona], *, by_people: bool) -> Situation:
        ids = tuple(each.id for each in of)
        is_met = situation in met or (by_people and any(each in those_met for each in ids))
        return Situation(situation, title, title_ja, ids, is_met)

    return [
        *(
            shown(
                f"validity:{each.value}",
                _words(each.value),
                each.term,
                _answering(each.value, personas),
                by_people=False,
            )
            for each in QualificationValidity
        ),
        *(
            shown(f"refusal:{each.code}", each.title, each.title_ja, _refused(each.code, personas), by_people=False)
            for each in _refusals()
        ),
        *(
            shown(
                f"purpose:{each.value}",
                f"Refused: {_words(each.value)}",
                f"利用目的の拒否（{each.value}）",
                (),
                by_people=False,
            )
            for each in RefusalCode
        ),
        *(shown(line, *titles, (), by_people=False) for line, titles in _LINE.items()),
        *(_complaint(number, those_met, met) for number in range(1, len(COMPLAINTS) + 1)),
        *(
            shown(
                f"code:{element}:{value}",
                f"{element} {value}",
                f"{element} {value}",
                _having(element, value, personas),
                by_people=True,
            )
            for element, space in CODE_SPACE.items()
            if element != "QualificationValidity"
            for value in space.values
        ),
        *(shown(f"persona:{each.id}", each.title, each.title_ja, (each,), by_people=True) for each in personas),
    ]


def _complaint(number: int, those_met: set[str], met: Mapping[str, int]) -> Situation:
    complaint = COMPLAINTS[number - 1]
    is_late = complaint is _LATE_COMPLAINT and (SLOW in met or NO_ANSWER in met)
    is_met = is_late or any(each in those_met for each in complaint.personas)
    return Situation(f"complaint:{number}", complaint.told, complaint.told_ja, complaint.personas, is_met)


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


def _answering(validity: str, personas: Sequence[Persona]) -> Iterator[Persona]:
    return (each for each in personas if any(one.get("validity") == validity for one in _expected(each)))


def _refused(code: str, personas: Sequence[Persona]) -> Iterator[Persona]:
    return (each for each in personas if any(one.get("refusal") == code for one in _expected(each)))


def _having(element: str, value: str, personas: Sequence[Persona]) -> Iterator[Persona]:
    return (each for each in personas if each.codes.get(element) == value)


def _refusals() -> list[type[ServiceError]]:
    """Return those that the operations of a receipt system declare: all of eligibility's, and the token's."""
    declared = {
        code
        for each in operations()
        if each.operation_id == TOKEN or each.path.startswith("/eligibility/")
        for code in each.refusals
    }
    return [each for each in ServiceError.__subclasses__() if each.code in declared - _NEVER_SEEN]


def _words(code: str) -> str:
    return code.replace("_", " ").replace("-", " ")
