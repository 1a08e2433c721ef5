"""A check's question, asked of other records than those that were read. Pure."""

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from services.eligibility.checks.rules.acts import Question
from shared.domain.codes import QualificationValidity
from shared.domain.coverage import PersonRecord


def people_of(question: Question) -> dict[str, PersonRecord]:
    """Return the records that a question is about, by person."""
    subject = question.subject
    if isinstance(subject, QualificationValidity):
        return {}
    people = [subject] if isinstance(subject, PersonRecord) else [person for person, _ in subject]
    return {person.person_id: person for person in people}


def read_otherwise(question: Question, records: Mapping[str, PersonRecord | None]) -> Question:
    """Return the question with another record of each person; None: nothing was known of the person.

    Who was asked about by identifiers fits with those coverages that are in the other record too.
    """
    subject = question.subject
    if isinstance(subject, QualificationValidity):
        return question
    if isinstance(subject, PersonRecord):
        # A card finds its holder whatever is known of their coverage.
        known = records[subject.person_id] or replace(subject, coverages=())
        return msgspec.structs.replace(question, subject=known)
    matches = [
        (record, found)
        for person, coverage in subject
        if (record := records[person.person_id]) is not None
        for found in record.coverages
        if found.coverage_id == coverage.coverage_id
    ]
    return msgspec.structs.replace(question, subject=matches)


def about_another(question: Question, other: PersonRecord) -> Question:
    """Return the question as if it had been about ``other``: of them nothing else is known."""
    return msgspec.structs.replace(question, subject=other, known={}, person_id=other.person_id)
