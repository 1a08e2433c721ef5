"""● in names (外字): what the closed network leaves of a character that it cannot carry. Pure.

Most complained of in 保団連's survey of 10,519 institutions, October to December 2025: 77.2 % of those with trouble.
"""

import re
from dataclasses import replace

from shared.domain.carried_text import SUBSTITUTE
from shared.domain.coverage import PersonRecord

_IDEOGRAPH = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


def with_substitutes(person: PersonRecord) -> PersonRecord:
    """Return the record as it is read where its names and its address hold a character that is not carried.

    In a name it is the first ideograph, in an address the last; kana are always carried. A name without an ideograph
    loses its first character.
    """
    return replace(
        person,
        name=_first(person.name) or SUBSTITUTE,
        name_other=_first(person.name_other),
        address=_last(person.address),
        coverages=tuple(replace(coverage, insured_name=_first(coverage.insured_name)) for coverage in person.coverages),
    )


def _first(text: str | None) -> str | None:
    if not text:
        return text
    found = _IDEOGRAPH.search(text)
    place = 0 if found is None else found.start()
    return text[:place] + SUBSTITUTE + text[place + 1 :]


def _last(text: str | None) -> str | None:
    if not text:
        return text
    places = [found.start() for found in _IDEOGRAPH.finditer(text)]
    return text if not places else text[: places[-1]] + SUBSTITUTE + text[places[-1] + 1 :]
