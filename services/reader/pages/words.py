"""The words of the list of readers."""

from shared.web.pages.words import Words

LIST_WORDS: Words = {
    "readers_title": ("カードリーダー", "Card readers"),
    "readers_lead": (
        "患者としてカードを置き、資格確認を受けてみてください。隣に医療機関の画面が表示されます。",
        "Place a card as a patient and be checked. The clinic's screen stands beside the reader.",
    ),
    "readers_none": ("カードリーダーはありません。", "There is no card reader."),
}
