"""Worked cases of 資格有効性 by card and by identifiers, with where each comes from. Literals only."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from shared.domain.codes import LossReason
from shared.domain.coverage import Coverage
from tests import benefits, builders

OQSCD006 = "業務コード仕様 OQSCD006 資格有効性"
GAIN_LOSS = "健康保険法35条・36条（喪失は翌日、他の資格取得のときは当日）"
NEWEST = "重複資格はカード照会で交付年月日の新しい資格（docs/decisions/0008）"
NO_BRANCH = "重複資格の枝番なし照会は複数該当（docs/decisions/0008）"
ASSISTANCE = "医療扶助のオンライン資格確認（令和6年3月）、OQSCD006 の6（docs/decisions/0009）"
ASKED_ONLY = "照会した資格だけを返す（docs/decisions/0009）"
LAG = "資格情報の登録の遅れ（事業主5日・保険者5日）"

D = date
NOV20 = D(2026, 11, 20)

OPEN = builders.coverage(coverage_id="open", acquired_on=D(2020, 4, 1))
ENDED = builders.coverage(
    coverage_id="ended", acquired_on=D(2020, 4, 1), lost_on=D(2026, 11, 1), loss_reason=LossReason.OTHER
)
CHANGED = builders.coverage(
    coverage_id="changed", acquired_on=D(2020, 4, 1), lost_on=D(2026, 11, 1), loss_reason=LossReason.OTHER_INSURANCE
)
NEW = builders.coverage(coverage_id="new", number="77", acquired_on=D(2026, 11, 1))
FUTURE = builders.coverage(coverage_id="future", number="88", acquired_on=D(2026, 12, 1))
LEAVING = builders.coverage(coverage_id="leaving", acquired_on=D(2020, 4, 1), lost_on=D(2026, 12, 1))
EARLIER = builders.coverage(coverage_id="earlier", acquired_on=D(2015, 4, 1), lost_on=D(2018, 4, 1))
TO_ASSISTANCE = replace(CHANGED, coverage_id="to-assistance", loss_reason=LossReason.PUBLIC_ASSISTANCE)
ISSUED_LATE = builders.coverage(
    coverage_id="issued-late", number="66", acquired_on=D(2021, 4, 1), issued_on=D(2026, 10, 1)
)
ISSUED_EARLY = builders.coverage(
    coverage_id="issued-early", number="67", acquired_on=D(2026, 9, 1), issued_on=D(2026, 9, 8)
)
BRANCH_TWO = builders.coverage(coverage_id="branch-two", branch="02", acquired_on=D(2026, 4, 1))
BRANCH_TWO_ENDED = replace(BRANCH_TWO, coverage_id="branch-two-ended", lost_on=D(2026, 10, 1))
REGAINED = builders.coverage(coverage_id="regained", acquired_on=D(2026, 11, 10))

AIDED = benefits.assistance(benefits.ticket())
UNTICKETED = benefits.assistance()
ELSEWHERE = benefits.assistance(benefits.ticket(institution_code=benefits.OTHER_CLINIC))
LAST_MONTH = benefits.assistance(
    benefits.ticket(treatment_month="2026-10", valid_from=D(2026, 10, 1), valid_to=D(2026, 10, 31))
)
AID_ENDED = benefits.assistance(benefits.ticket(), lost_on=D(2026, 11, 1), loss_reason=LossReason.OTHER)
AID_MOVED = benefits.assistance(coverage_id="aid-moved", number="777", acquired_on=D(2026, 11, 1))
AID_FUTURE = benefits.assistance(coverage_id="aid-future", acquired_on=D(2026, 12, 1))
_A = benefits.ASSISTANCE_ID


class CardCase(NamedTuple):
    """Of a person with these coverages the card answers that, and shows these records."""

    fact: str
    source: str
    held: tuple[Coverage, ...]
    on: date
    validity: str
    shown: tuple[tuple[str, str], ...]


class NumberCase(NamedTuple):
    """Of people with these coverages, identifiers that fit ``asked`` answer that and show that record.

    ``asked`` names coverages by id; ``people`` holds one tuple for each person.
    """

    fact: str
    source: str
    people: tuple[tuple[Coverage, ...], ...]
    asked: tuple[str, ...]
    on: date
    validity: str
    shown: str | None


CARD_CASES = [
    CardCase("one coverage in force", OQSCD006, (OPEN,), NOV20, "valid", (("open", "valid"),)),
    CardCase("its first day", GAIN_LOSS, (OPEN,), D(2020, 4, 1), "valid", (("open", "valid"),)),
    CardCase("the day before its first", OQSCD006, (OPEN,), D(2020, 3, 31), "not_found", ()),
    CardCase("its last day", GAIN_LOSS, (ENDED,), D(2026, 10, 31), "valid", (("ended", "valid"),)),
    CardCase("the day of loss", GAIN_LOSS, (ENDED,), D(2026, 11, 1), "invalid", (("ended", "invalid"),)),
    CardCase("nothing ever", OQSCD006, (), NOV20, "not_found", ()),
    CardCase("only in the future", OQSCD006, (FUTURE,), NOV20, "not_found", ()),
    CardCase("lost, the next not begun", LAG, (ENDED, FUTURE), NOV20, "invalid", (("ended", "invalid"),)),
    CardCase("changed insurers", GAIN_LOSS, (CHANGED, NEW), NOV20, "valid", (("new", "valid"),)),
    CardCase(
        "changed insurers, the day between", GAIN_LOSS, (CHANGED, NEW), D(2026, 11, 1), "valid", (("new", "valid"),)
    ),
    CardCase("changed, the eve", GAIN_LOSS, (CHANGED, NEW), D(2026, 10, 31), "valid", (("changed", "valid"),)),
    CardCase("a future loss is still valid", GAIN_LOSS, (LEAVING,), NOV20, "valid", (("leaving", "valid"),)),
    CardCase(
        "two ended, the later loss is shown", OQSCD006, (EARLIER, ENDED), NOV20, "invalid", (("ended", "invalid"),)
    ),
    CardCase("a gap years ago", OQSCD006, (EARLIER, OPEN), D(2019, 1, 1), "invalid", (("earlier", "invalid"),)),
    CardCase(
        "double cover, issued last wins",
        NEWEST,
        (ISSUED_LATE, ISSUED_EARLY),
        NOV20,
        "valid",
        (("issued-late", "valid"),),
    ),
    CardCase(
        "the order on record decides nothing",
        NEWEST,
        (ISSUED_EARLY, ISSUED_LATE),
        NOV20,
        "valid",
        (("issued-late", "valid"),),
    ),
    CardCase(
        "double cover without issue days, acquired last wins", NEWEST, (NEW, OPEN), NOV20, "valid", (("new", "valid"),)
    ),
    CardCase("old insurer not yet told", LAG, (OPEN, NEW), NOV20, "valid", (("new", "valid"),)),
    CardCase("医療扶助 with a ticket", ASSISTANCE, (AIDED,), NOV20, "valid", ((_A, "valid"),)),
    CardCase(
        "医療扶助 without a ticket",
        ASSISTANCE,
        (UNTICKETED,),
        NOV20,
        "valid_unregistered",
        ((_A, "valid_unregistered"),),
    ),
    CardCase(
        "a ticket for another institution",
        ASSISTANCE,
        (ELSEWHERE,),
        NOV20,
        "valid_unregistered",
        ((_A, "valid_unregistered"),),
    ),
    CardCase(
        "last month's ticket", ASSISTANCE, (LAST_MONTH,), NOV20, "valid_unregistered", ((_A, "valid_unregistered"),)
    ),
    CardCase(
        "last month's ticket on its last day", ASSISTANCE, (LAST_MONTH,), D(2026, 10, 31), "valid", ((_A, "valid"),)
    ),
    CardCase(
        "the day after the ticket's last",
        ASSISTANCE,
        (AIDED,),
        D(2026, 12, 1),
        "valid_unregistered",
        ((_A, "valid_unregistered"),),
    ),
    CardCase("insurance and 医療扶助", ASSISTANCE, (OPEN, AIDED), NOV20, "valid", (("open", "valid"), (_A, "valid"))),
    CardCase(
        "insurance and 医療扶助 without a ticket",
        ASSISTANCE,
        (OPEN, UNTICKETED),
        NOV20,
        "valid",
        (("open", "valid"), (_A, "valid_unregistered")),
    ),
    CardCase(
        "assistance first on record, insurance first shown",
        ASSISTANCE,
        (AIDED, OPEN),
        NOV20,
        "valid",
        (("open", "valid"), (_A, "valid")),
    ),
    CardCase("国保 ended by 医療扶助", ASSISTANCE, (TO_ASSISTANCE, AIDED), NOV20, "valid", ((_A, "valid"),)),
    CardCase("医療扶助 ended, insured again", ASSISTANCE, (NEW, AID_ENDED), NOV20, "valid", (("new", "valid"),)),
    CardCase("医療扶助 ended, nothing else", ASSISTANCE, (AID_ENDED,), NOV20, "invalid", ((_A, "invalid"),)),
    CardCase("医療扶助 only in the future", ASSISTANCE, (AID_FUTURE,), NOV20, "not_found", ()),
    CardCase("five years back", OQSCD006, (OPEN,), D(2021, 11, 20), "valid", (("open", "valid"),)),
]

NUMBER_CASES = [
    NumberCase("one coverage in force", OQSCD006, ((OPEN,),), ("open",), NOV20, "valid", "open"),
    NumberCase("fits nothing", OQSCD006, ((OPEN,),), (), NOV20, "not_found", None),
    NumberCase("before its first day", OQSCD006, ((OPEN,),), ("open",), D(2020, 3, 31), "not_found", None),
    NumberCase("not begun yet", OQSCD006, ((FUTURE,),), ("future",), NOV20, "not_found", None),
    NumberCase("its last day", GAIN_LOSS, ((ENDED,),), ("ended",), D(2026, 10, 31), "valid", "ended"),
    NumberCase("the day of loss", GAIN_LOSS, ((ENDED,),), ("ended",), D(2026, 11, 1), "invalid", "ended"),
    NumberCase("a loss that lies ahead", GAIN_LOSS, ((LEAVING,),), ("leaving",), NOV20, "valid", "leaving"),
    NumberCase(
        "the old number, a new coverage holds",
        OQSCD006,
        ((CHANGED, NEW),),
        ("changed",),
        NOV20,
        "superseded",
        "changed",
    ),
    NumberCase(
        "the old number on the day of the change",
        GAIN_LOSS,
        ((CHANGED, NEW),),
        ("changed",),
        D(2026, 11, 1),
        "superseded",
        "changed",
    ),
    NumberCase(
        "the old number on the eve", GAIN_LOSS, ((CHANGED, NEW),), ("changed",), D(2026, 10, 31), "valid", "changed"
    ),
    NumberCase("the old number, the next not begun", LAG, ((ENDED, FUTURE),), ("ended",), NOV20, "invalid", "ended"),
    NumberCase("the new number", OQSCD006, ((CHANGED, NEW),), ("new",), NOV20, "valid", "new"),
    NumberCase("a gap, later insured", OQSCD006, ((EARLIER, OPEN),), ("earlier",), D(2019, 1, 1), "invalid", "earlier"),
    NumberCase("long ended, insured now", OQSCD006, ((EARLIER, OPEN),), ("earlier",), NOV20, "superseded", "earlier"),
    NumberCase(
        "double cover, the one asked about",
        ASKED_ONLY,
        ((ISSUED_LATE, ISSUED_EARLY),),
        ("issued-early",),
        NOV20,
        "valid",
        "issued-early",
    ),
    NumberCase(
        "one person twice without branch",
        NO_BRANCH,
        ((OPEN, BRANCH_TWO),),
        ("open", "branch-two"),
        NOV20,
        "ambiguous",
        None,
    ),
    NumberCase(
        "one person twice, one ended",
        NO_BRANCH,
        ((OPEN, BRANCH_TWO_ENDED),),
        ("open", "branch-two-ended"),
        NOV20,
        "valid",
        "open",
    ),
    NumberCase(
        "one person twice, with branch", NO_BRANCH, ((OPEN, BRANCH_TWO),), ("branch-two",), NOV20, "valid", "branch-two"
    ),
    NumberCase(
        "twins without branch", NO_BRANCH, ((OPEN,), (BRANCH_TWO,)), ("open", "branch-two"), NOV20, "ambiguous", None
    ),
    NumberCase(
        "twins, one ended",
        NO_BRANCH,
        ((OPEN,), (BRANCH_TWO_ENDED,)),
        ("open", "branch-two-ended"),
        NOV20,
        "ambiguous",
        None,
    ),
    NumberCase(
        "twins, before the second was insured",
        NO_BRANCH,
        ((OPEN,), (BRANCH_TWO,)),
        ("open", "branch-two"),
        D(2026, 3, 31),
        "valid",
        "open",
    ),
    NumberCase(
        "lost and regained the same number",
        OQSCD006,
        ((ENDED, REGAINED),),
        ("ended", "regained"),
        NOV20,
        "valid",
        "regained",
    ),
    NumberCase(
        "the same number, between",
        OQSCD006,
        ((ENDED, REGAINED),),
        ("ended", "regained"),
        D(2026, 11, 5),
        "invalid",
        "ended",
    ),
    NumberCase("医療扶助 with a ticket", ASSISTANCE, ((AIDED,),), (_A,), NOV20, "valid", _A),
    NumberCase("医療扶助 without a ticket", ASSISTANCE, ((UNTICKETED,),), (_A,), NOV20, "valid_unregistered", _A),
    NumberCase("a ticket for another institution", ASSISTANCE, ((ELSEWHERE,),), (_A,), NOV20, "valid_unregistered", _A),
    NumberCase("医療扶助 ended", ASSISTANCE, ((AID_ENDED,),), (_A,), NOV20, "invalid", _A),
    NumberCase(
        "医療扶助 moved to another office", ASSISTANCE, ((AID_ENDED, AID_MOVED),), (_A,), NOV20, "superseded", _A
    ),
    NumberCase("医療扶助 ended, insured now", ASKED_ONLY, ((AID_ENDED, NEW),), (_A,), NOV20, "invalid", _A),
    NumberCase(
        "国保 ended by 医療扶助",
        ASKED_ONLY,
        ((TO_ASSISTANCE, AIDED),),
        ("to-assistance",),
        NOV20,
        "invalid",
        "to-assistance",
    ),
    NumberCase("both held, the insurance asked about", ASKED_ONLY, ((OPEN, AIDED),), ("open",), NOV20, "valid", "open"),
    NumberCase("both held, the assistance asked about", ASKED_ONLY, ((OPEN, AIDED),), (_A,), NOV20, "valid", _A),
    NumberCase("複数該当 is no word of 医療扶助", OQSCD006, ((AIDED,), (AIDED,)), (_A,), NOV20, "not_found", None),
    NumberCase("five years back", OQSCD006, ((OPEN,),), ("open",), D(2021, 11, 20), "valid", "open"),
]
