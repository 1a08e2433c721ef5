"""特定健診情報 (TKKsiquc01): the entries of REST by day, in the names that a client reads. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Final

from services.eligibility.faces.oqs.fields import Field, Listing, Mark, Members, Repeated, Table, Value, written
from services.eligibility.faces.oqs.spelling import day
from shared.domain.medical_records import MedicalRecord

_C: Final = Mark.CERTAIN
_QUANTITY: Final = "PQ"


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was measured on one day."""

    on: date
    items: Sequence[MedicalRecord]


CHECKED_ITEM: Table[MedicalRecord] = (
    Field("ItemCode", "項目コード", _C, lambda one: one.code, note="The codes are ours."),
    Field("ItemName", "項目名", _C, lambda one: one.name),
    Field("DataType", "データ型", _C, lambda _one: _QUANTITY, note="PQ, a quantity as HL7 calls it: inferred."),
    Field("DataValue", "値", _C, lambda one: one.value),
    Field("Unit", "単位", _C, lambda one: one.unit),
)


def _items(one: Checkup) -> Value | None:
    return Listing("HealthCheckupResultAndQuestionInfo", [written(CHECKED_ITEM, each) for each in one.items])


CHECKUP: Table[Checkup] = (
    Field("EffectiveTime", "健診実施年月日", _C, lambda one: day(one.on)),
    Field("HealthCheckupResultAndQuestionInfos", "検査結果・質問票", _C, _items),
)


def _checkups(records: Sequence[MedicalRecord]) -> Value | None:
    # They come by day, the newest first.
    checkups = [Checkup(on, list(items)) for on, items in groupby(records, attrgetter("occurred_on"))]
    members: list[str | Members] = [written(CHECKUP, each) for each in checkups]
    return Repeated(members) if members else None


CHECKUPS: Table[Sequence[MedicalRecord]] = (
    Field("SpecificHealthCheckupInfo", "特定健診情報", _C, _checkups, note="Directly in the body: inferred."),
)
