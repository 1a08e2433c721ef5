"""By whom commands are listed in `onshi --help`: the four doors of the guide, and what everybody begins with."""

from enum import StrEnum


class Panel(StrEnum):
    """A heading of `onshi --help`; after the first, as the pages of docs/start-*.md are called."""

    BEGIN = "Begin here (はじめに)"
    API = "I read the API (API を読む)"
    RECEIPT_SYSTEM = "I build a receipt system (レセコンを開発する)"
    LOAD = "I test load (負荷試験をする)"
    OPERATING = "I run it for others (ほかの人のために運用する)"


TEN_MINUTES = (
    "Ten minutes each (最初の10分): onshi guide start-api, onshi guide start-receipt-system, onshi guide start-load, "
    "onshi guide start-operating."
)
