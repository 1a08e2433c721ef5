"""Who holds a card, as J-LIS knows them: an opaque key, and the 4情報 that were given. Pure."""

from dataclasses import dataclass, field
from datetime import date

from shared.domain.codes import Sex


@dataclass(frozen=True, slots=True)
class FourAttributes:
    """4情報 of a card's holder (氏名・生年月日・性別・住所), with the kana where they are known."""

    name: str = field(repr=False)
    name_kana: str | None = field(repr=False)
    birthdate: date = field(repr=False)
    sex: Sex = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Followed:
    """The certificate that a new one follows, of the same person: a phone's card, or one that was renewed."""

    authority_key_id: bytes
    serial_number: int
    is_replaced: bool


@dataclass(frozen=True, slots=True)
class Resident:
    """A card's holder. The key is the same for all cards and phones of one person; nothing shows it."""

    key: bytes = field(repr=False)
    attributes: FourAttributes | None = field(repr=False)
