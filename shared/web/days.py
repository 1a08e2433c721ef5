"""Days, months and instants in bodies: each type refuses what cannot be meant (shared/domain/days.py)."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

from shared.domain.days import EARLIEST_DAY, LATEST_DAY, NO_DAY, is_written_as_day, within_range
from shared.domain.not_acceptable import NotAcceptable

_DAY_LENGTH = len("YYYY-MM-DD")


def _iso_day(value: Any) -> Any:
    # pydantic alone would also take instants and seconds since 1970.
    if not isinstance(value, (str, date)) or (isinstance(value, str) and not is_written_as_day(value)):
        raise NotAcceptable(*NO_DAY)
    return value


def _sensible_month(month: str) -> str:
    if not EARLIEST_DAY.year <= int(month[:4]) <= LATEST_DAY.year:
        raise NotAcceptable("must lie between 1868-01 and 2200-12", "1868-01から2200-12までの年月で指定してください")
    return month


def _iso_instant(value: Any) -> Any:
    if not isinstance(value, (str, datetime)) or (
        isinstance(value, str) and not is_written_as_day(value[:_DAY_LENGTH])
    ):
        raise NotAcceptable("must be an RFC 3339 instant with offset", "オフセット付きのRFC 3339形式で指定してください")
    return value


def _sensible(instant: datetime) -> datetime:
    if not EARLIEST_DAY.year < instant.year < LATEST_DAY.year:
        raise NotAcceptable("must lie in the years 1869 to 2199", "1869年から2199年までの日時で指定してください")
    return instant


Day = Annotated[date, BeforeValidator(_iso_day), AfterValidator(within_range)]
Month = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$"), AfterValidator(_sensible_month)]
Instant = Annotated[AwareDatetime, BeforeValidator(_iso_instant), AfterValidator(_sensible)]
