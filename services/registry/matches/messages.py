"""4情報: somebody described by name, birth date, sex and address, and how that compares with who is on record."""

from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from shared.domain.codes import Sex
from shared.domain.comparison import Step
from shared.domain.matching import Description, Match
from shared.web.bodies import Body, LongText, Text
from shared.web.days import Day


class PersonDescription(Body):
    """4情報 (氏名・生年月日・性別・住所)."""

    name: Text = Field(description="氏名.", examples=["見本　花子"])
    name_kana: Text | None = Field(default=None, description="氏名カナ: counts where the written names do not agree.")
    birthdate: Day = Field(description="生年月日.")
    sex: Sex = Field(description="性別.")
    address: LongText = Field(description="住所.", examples=["東京都見本区一丁目2番3号"])

    def description(self) -> Description:
        """Return the description."""
        return Description(self.name, self.birthdate, self.sex, self.name_kana, self.address)


_STEPS = {
    Step.WIDTH: "全角・半角",
    Step.BLANKS: "空白・中黒",
    Step.CASE: "英字の大文字・小文字",
    Step.VARIANTS: "異体字",
    Step.SUBSTITUTE: "●（外字の代替）",
    Step.KANA: "かな・カナ、拗音、長音",
    Step.HOUSE_NUMBER: "丁目・番・号",
    Step.PLACE_KANA: "ヶ・ケ・が、大字・字",
    Step.PREFECTURE: "都道府県名の省略",
}


class MatchOutcome(StrEnum):
    """What came of it."""

    ONE = "one"
    NONE = "none"
    SEVERAL = "several"


class FieldComparison(BaseModel):
    """突合結果 of one field."""

    agrees: bool = Field(description="一致.")
    overlooked: list[Step] = Field(
        description="正規化: what was overlooked in comparing: "
        + ", ".join(f"`{step.value}` {term}" for step, term in _STEPS.items())
    )


class Candidate(BaseModel):
    """Somebody on record who agrees in all, or in all but one field."""

    person_id: UUID | None = Field(description="加入者ID; null unless all four agree.")
    fields: dict[str, FieldComparison] = Field(description="`name`, `address`, `birthdate`, `sex`.")

    @classmethod
    def of(cls, match: Match) -> Self:
        """Return a match as it is shown; the id of a person who does not agree is not shown."""
        return cls(
            person_id=UUID(match.person_id) if match.is_full else None,
            fields={
                field: FieldComparison(agrees=comparison.agrees, overlooked=list(comparison.steps))
                for field, comparison in match.fields.items()
            },
        )


class PersonMatchAnswer(BaseModel):
    """4情報突合の結果."""

    outcome: MatchOutcome = Field(description="`one` 一致, `none` 該当なし, `several` 複数該当.")
    person_id: UUID | None = Field(description="加入者ID, where exactly one agrees in all four.")
    candidates: list[Candidate] = Field(
        max_length=20, description="Who agrees in all four, else who differs in one; twenty at most."
    )
