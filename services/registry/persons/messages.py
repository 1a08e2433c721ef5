"""Bodies about persons."""

from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, Field, field_validator

from services.registry.person_records.rules.recorded_persons import RecordedPerson
from shared.clock import JAPAN
from shared.domain.codes import Sex
from shared.domain.coverage import PersonRecord
from shared.web.bodies import Body, CarriedText, Flag, LongText, PostalCode, Text, not_null
from shared.web.days import Day
from shared.web.ids import Id

NAME = "氏名 (Name): surname and given name, with a blank between."
NAME_KANA = "氏名カナ (NameKana)."
NAME_OTHER = "氏名（その他）(NameOfOther): 通称 and the like."
NAME_OTHER_KANA = "氏名カナ（その他）(NameOfOtherKana)."
SEX = "性別1 (Sex1, OQSCD007)."
SEX2 = "性別2 (Sex2, OQSCD007): what is written on the back."
BIRTHDATE = "生年月日 (Birthdate)."
POSTAL_CODE = "郵便番号 (PostNumber), 123-4567."
ADDRESS = "住所 (Address), as filed with the insurer."
ADDRESS_HIDDEN = "不開示該当フラグ: the address is disclosed to nobody."
BLOCKED = "自己情報提供不可フラグ: the card cannot be used as an insurance card."


class PersonRegistration(Body):
    """加入者の登録. No My Number is taken: none is needed, and what may be one is refused."""

    person_id: Id | None = Field(
        default=None, description="加入者ID, chosen by the caller so that a retry is safe; left out: made here."
    )
    name: Text = Field(description=NAME, examples=["見本　花子"])
    name_kana: Text | None = Field(default=None, description=NAME_KANA, examples=["ﾐﾎﾝ ﾊﾅｺ"])
    name_other: Text | None = Field(default=None, description=NAME_OTHER)
    name_other_kana: Text | None = Field(default=None, description=NAME_OTHER_KANA)
    sex: Sex = Field(description=SEX)
    sex2: Sex | None = Field(default=None, description=SEX2)
    birthdate: Day = Field(description=BIRTHDATE)
    postal_code: PostalCode | None = Field(default=None, description=POSTAL_CODE)
    address: LongText | None = Field(default=None, description=ADDRESS)
    address_hidden: Flag = Field(default=False, description=ADDRESS_HIDDEN)
    self_information_blocked: Flag = Field(default=False, description=BLOCKED)

    def record(self, person_id: UUID) -> PersonRecord:
        """Return the person under this id, without coverages."""
        facts = {name: getattr(self, name) for name in _FACTS}
        return PersonRecord(person_id=str(person_id), **facts)


_FACTS = sorted(PersonRegistration.model_fields.keys() - {"person_id"})


class PersonChange(Body):
    """氏名・住所等の変更: only the fields that are named are changed."""

    name: Text | None = Field(default=None, description=NAME + " Never null.")
    name_kana: Text | None = Field(default=None, description=NAME_KANA)
    name_other: Text | None = Field(default=None, description=NAME_OTHER)
    name_other_kana: Text | None = Field(default=None, description=NAME_OTHER_KANA)
    sex: Sex | None = Field(default=None, description=SEX + " Never null.")
    sex2: Sex | None = Field(default=None, description=SEX2)
    birthdate: Day | None = Field(default=None, description=BIRTHDATE + " A correction; never null.")
    postal_code: PostalCode | None = Field(default=None, description=POSTAL_CODE)
    address: LongText | None = Field(default=None, description=ADDRESS)
    address_hidden: Flag | None = Field(default=None, description=ADDRESS_HIDDEN + " Never null.")
    self_information_blocked: Flag | None = Field(default=None, description=BLOCKED + " Never null.")

    @field_validator("name", "sex", "birthdate", "address_hidden", "self_information_blocked", mode="after")
    @classmethod
    def _never_null(cls, value: Any) -> Any:
        return not_null(value)

    def changes(self) -> dict[str, Any]:
        """Return the fields that are named."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class PersonShown(BaseModel):
    """加入者."""

    person_id: UUID = Field(description="加入者ID.")
    name: CarriedText = Field(description=NAME)
    name_kana: CarriedText | None = Field(description=NAME_KANA)
    name_other: CarriedText | None = Field(description=NAME_OTHER)
    name_other_kana: CarriedText | None = Field(description=NAME_OTHER_KANA)
    sex: Sex = Field(description=SEX)
    sex2: Sex | None = Field(description=SEX2)
    birthdate: date = Field(description=BIRTHDATE)
    postal_code: str | None = Field(description=POSTAL_CODE)
    address: CarriedText | None = Field(description=ADDRESS)
    address_hidden: bool = Field(description=ADDRESS_HIDDEN)
    self_information_blocked: bool = Field(description=BLOCKED)
    version: UUID = Field(description="版: the id of what is on record now, which is its ETag.")
    recorded_at: datetime = Field(description="登録日時: since when the registry has known it so.")

    @classmethod
    def of(cls, person: RecordedPerson) -> Self:
        """Return a person as they are shown."""
        record = person.record
        return cls(
            person_id=UUID(record.person_id),
            name=record.name,
            name_kana=record.name_kana,
            name_other=record.name_other,
            name_other_kana=record.name_other_kana,
            sex=record.sex,
            sex2=record.sex2,
            birthdate=record.birthdate,
            postal_code=record.postal_code,
            address=record.address,
            address_hidden=record.address_hidden,
            self_information_blocked=record.self_information_blocked,
            version=person.version_id,
            recorded_at=person.recorded_at.astimezone(JAPAN),
        )
