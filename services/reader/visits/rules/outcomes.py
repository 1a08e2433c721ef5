"""How a visit ends: the step, and what the screen says to the patient and the staff. Pure.

The words stand in ``words.py``, under the keys that are named here. Nothing of a person is in an outcome.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.reader.visits.rules.steps import Step, Task

NEUTRAL: Final = "card-not-usable"
"""自己情報提供不可, 支援措置, what J-LIS does not know: never a reason on the screen."""
_OUTAGES: Final = frozenset({"certificate-status-unknown", "too-many-misses", "overloaded", "stopping"})
_OWN_WORDS: Final = frozenset({"certificate-expired", "certificate-revoked", "card-not-registered", NEUTRAL})
_SERVER_ERROR: Final = 500
_OF_THE_READER: Final = frozenset({401, 403, 409, 429})


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a visit, as its row keeps it."""

    step: Step
    validity: str | None = None
    certificate_state: str | None = None
    refusal: str | None = None
    """Code of a refusal."""
    check_id: str | None = None
    again: Task = Task.CHECK
    """What is tried again after an outage."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence of ご案内: the key of its words, and the day that stands in it."""

    key: str
    day: date | None = None


def outcome_of_answer(
    validity: str | None, certificate_state: str | None, refusal: str | None, check_id: str
) -> Outcome:
    """Return the end after an answer; ``refusal``: the purpose was refused."""
    if refusal is not None:
        return Outcome(Step.REFUSED, refusal=refusal, check_id=check_id)
    is_good = validity in ("valid", "valid_unregistered")
    return Outcome(Step.DONE if is_good else Step.UNCONFIRMED, validity, certificate_state, check_id=check_id)


def outcome_of_refusal(code: str, status: int, again: Task = Task.CHECK) -> Outcome:
    """Return the end after a refusal: of the card, or because nobody can tell now."""
    is_outage = code in _OUTAGES or status >= _SERVER_ERROR or status in _OF_THE_READER
    return Outcome(Step.OUTAGE if is_outage else Step.REFUSED, refusal=code, again=again)


def no_answer(again: Task = Task.CHECK) -> Outcome:
    """Return the end where no answer came."""
    return Outcome(Step.OUTAGE, again=again)


DECLINED: Final = Outcome(Step.REFUSED, refusal="card-not-registered")


def advice_to_patient(outcome: Outcome, last_day: date, grace_day: date) -> tuple[Advice, ...]:
    """Return ご案内; ``last_day`` is the certificate's, ``grace_day`` the last of its grace."""
    if outcome.step is Step.DONE:
        if outcome.certificate_state == "in_grace":
            return (Advice("patient_done"), Advice("patient_in_grace", grace_day))
        if outcome.certificate_state == "expires_soon":
            return (Advice("patient_done"), Advice("patient_expires_soon", last_day))
        return (Advice("patient_done"),)
    if outcome.step is Step.REFUSED:
        return (Advice(f"patient_{_key_of(outcome)}"),)
    return (Advice(f"patient_{outcome.step}"),)


def advice_to_staff(outcome: Outcome) -> tuple[Advice, ...]:
    """Return what the staff beside the reader should know; nothing where all is well."""
    if outcome.step is Step.DONE:
        named = {"in_grace": "staff_in_grace", "expires_soon": "staff_expires_soon"}
        keys = [named[outcome.certificate_state]] if outcome.certificate_state in named else []
        keys += ["staff_unregistered"] if outcome.validity == "valid_unregistered" else []
        return tuple(Advice(key) for key in keys)
    if outcome.step is Step.UNCONFIRMED:
        return (Advice("staff_invalid" if outcome.validity == "invalid" else "staff_not_found"),)
    if outcome.step is Step.REFUSED:
        return (Advice(f"staff_{_key_of(outcome)}"),)
    return (Advice("staff_outage"),)


def _key_of(outcome: Outcome) -> str:
    code = outcome.refusal or ""
    return code.replace("-", "_") if code in _OWN_WORDS else "unreadable"
