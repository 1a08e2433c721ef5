"""Every word that a screen can ask for is there, in both languages."""

import re
from datetime import date
from pathlib import Path

from services.reader.pages.look import PAGES
from services.reader.visits.rules.outcomes import (
    advice_to_patient,
    advice_to_staff,
    outcome_of_answer,
    outcome_of_refusal,
)
from services.reader.visits.rules.steps import Step, kinds_asked
from shared.domain.codes import QualificationValidity
from shared.errors import catalogue

A_DAY = date(2026, 12, 5)
SOURCE = Path(__file__).resolve().parents[5] / "services" / "reader" / "visits"


def test_every_step_kind_and_validity_has_words() -> None:
    keys = {f"step_{step}" for step in Step} | {f"kind_{kind}" for kind in kinds_asked(date(2024, 1, 1))}
    keys |= {f"validity_{validity}" for validity in QualificationValidity}

    assert {key for key in keys if key not in PAGES.words} == set()


def test_every_end_has_words() -> None:
    refused = [outcome_of_refusal(code, refusal.status) for code, refusal in catalogue().items()]
    answered = [
        outcome_of_answer(validity, state, None, "an-id")
        for validity in QualificationValidity
        for state in ("current", "expires_soon", "in_grace")
    ]
    advice = [each for end in (*refused, *answered) for each in advice_to_patient(end, A_DAY, A_DAY)]
    advice += [each for end in (*refused, *answered) for each in advice_to_staff(end)]

    assert {each.key for each in advice if each.key not in PAGES.words} == set()


def test_every_mistake_has_words() -> None:
    text = "".join(file.read_text() for file in SOURCE.rglob("*.py"))
    named = set(re.findall(r"Mistake\(\"(\w+)\"", text)) | {"over", "stale", "pin_left_2", "pin_left_1", "pin_blocked"}
    named |= {"pin_again", "face_mismatch", "face_blocked", "no_line", "card_unknown", "hold_other_phone"}

    assert {name for name in named if f"alert_{name}" not in PAGES.words} == set()
