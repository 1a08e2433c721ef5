"""The words of care, medication and what they cost."""

from shared.web.pages.words import Words

CARE_WORDS: Words = {
    "care_kinds": ("情報の種類", "Kind of data"),
    "care_recorded": (
        "閲覧すると、ご本人の閲覧として記録されます。内容はすべて架空です。",
        "That you look is recorded. All of it is invented.",
    ),
    "care_excluded": (
        "ご加入の制度では、診療・薬剤などの情報は登録されていません。",
        "Your scheme keeps no data of care or medication here.",
    ),
    "care_none": ("登録された情報はありません。", "Nothing is on record."),
    "care_day": ("日付", "Day"),
    "care_name": ("内容", "What"),
    "care_value": ("数量・結果", "Amount or result"),
    "care_institution": ("医療機関", "Institution"),
    "expenses_lead": (
        "直近12か月分です。診療から2か月ほどで表示されます。金額はすべて架空です。",
        "The last twelve months; a month appears about two months later. All amounts are invented.",
    ),
    "expenses_month": ("診療年月", "Month"),
    "expenses_kind": ("区分", "Kind"),
    "expenses_days": ("日数", "Days"),
    "expenses_total": ("医療費の総額", "Total cost"),
    "expenses_paid": ("支払った額", "You paid"),
    "expenses_sum": ("合計", "Sum"),
    "expenses_none": ("表示できる医療費はありません。", "There are no expenses to show."),
    "expenses_yen": ("{yen:,}円", "¥{yen:,}"),
}
