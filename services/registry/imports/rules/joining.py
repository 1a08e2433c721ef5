"""Whether a line's person is on record already, under another id: by the one matching of written names. Pure.

An insurer does not know by which id another has registered a person. Who agrees in all four attributes is that person;
where several do, or somebody does in all but the address, nobody guesses: the line must name the id.
"""

from collections.abc import Iterable, Sequence

from services.registry.person_records.rules.recorded_persons import RecordedPerson
from shared.domain.coverage import PersonRecord
from shared.domain.matching import Description, match
from shared.errors import RequestInvalid, Violation


def described(person: PersonRecord) -> Description:
    """Return a line's person by their four attributes."""
    return Description(person.name, person.birthdate, person.sex, person.name_kana, person.address)


def joined(person: PersonRecord, born_then: Iterable[PersonRecord]) -> PersonRecord | None:
    """Return who of those with the same birth date a line's person is, None for nobody; raises RequestInvalid.

    How many others could be meant is not told, nor who they are.
    """
    description = described(person)
    matches = [(each, match(description, each)) for each in born_then]
    full = [each for each, compared in matches if compared.is_full]
    if len(full) == 1:
        return full[0]
    if full or any(compared.differs == ["address"] for _, compared in matches):
        raise RequestInvalid(
            [
                Violation(
                    "/person",
                    "ambiguous",
                    "Somebody on record may be meant, but name, birth date, sex and address do not settle it. "
                    "Name person_id.",
                    "登録済みの加入者と同一人か、4情報（氏名・生年月日・性別・住所）だけでは確定できません。"
                    "person_id を指定してください。",
                )
            ]
        )
    return None


def is_still(person: PersonRecord, history: Sequence[RecordedPerson]) -> bool:
    """Tell whether a line's person is the one who was joined then, whatever has changed of them since."""
    description = described(person)
    return any(match(description, version.record).is_full for version in history)
