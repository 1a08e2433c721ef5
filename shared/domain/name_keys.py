"""Keys by which persons are looked up whose names may agree: numbers that follow from birth date and folded name. Pure.

Whoever ``match`` finds to agree in name shares a key with the description; who shares one may still differ.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import blake2b
from typing import Final

from shared.domain.carried_text import as_carried
from shared.domain.coverage import PersonRecord
from shared.domain.latin_names import is_latin
from shared.domain.matching import Description
from shared.domain.written_forms import has_substitute, kana_form, search_form

_WRITTEN, _KANA, _LATIN, _LACKING = "written", "kana", "latin", "lacking"
_BYTES: Final = 8


def record_keys(record: PersonRecord) -> list[int]:
    """Return the keys of a person on record, none twice."""
    names = [name for name in (record.name, record.name_other) if name is not None]
    kana = [name for name in (record.name_kana, record.name_other_kana) if name is not None]
    return list(dict.fromkeys(key_of(record.birthdate, form) for form in forms_of(names, kana)))


def wanted_keys(description: Description) -> list[int] | None:
    """Return the keys of those who can agree in name; None where it has ● itself: all who were born on the day can."""
    written = search_form(description.name)
    if has_substitute(description.name) or has_substitute(written):
        return None
    # Whose name on record has ● is compared with everybody who was born on the day.
    forms = [_LACKING, f"{_WRITTEN} {written}"]
    if description.name_kana is not None:
        forms.append(f"{_KANA} {kana_form(description.name_kana)}")
    if is_latin(description.name) or is_latin(description.name_kana or ""):
        forms.append(_LATIN)
    return [key_of(description.birthdate, form) for form in forms]


def forms_of(names: Iterable[str], kana: Iterable[str]) -> Iterator[str]:
    """Yield what the keys of names on record are made of; none twice."""
    found: dict[str, None] = {}
    for name in names:
        written = search_form(name)
        found[f"{_WRITTEN} {written}"] = None
        if any(map(has_substitute, (name, written, as_carried(name)))):
            found[_LACKING] = None
        if is_latin(name):
            found[_LATIN] = None
    for name in kana:
        found[f"{_KANA} {kana_form(name)}"] = None
        if is_latin(name):
            found[_LATIN] = None
    yield from found


def key_of(birthdate: date | str, form: str) -> int:
    """Return the key of a form, for who was born on that day (as YYYY-MM-DD)."""
    digest = blake2b(f"{birthdate} {form}".encode(), digest_size=_BYTES).digest()
    return int.from_bytes(digest, signed=True)
