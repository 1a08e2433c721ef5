"""4情報: somebody described by name, birth date, sex and address."""

from pydantic import Field

from services.registry.fields import Body, LongText, Text
from shared.domain.codes import Sex
from shared.domain.matching import Description
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
