"""The words of the clock."""

from shared.web.pages.words import Words

CLOCK_WORDS: Words = {
    "clock_title": ("時計", "Clock"),
    "clock_lead": (
        "資格・同意・証明書・トークンの期限は、この時計で判定します。未来にのみ進められます。過去は別のサンドボックスで作成します。",
        "Coverage, consents, certificates and tokens are judged by it. Forward only: another past is a sandbox.",
    ),
    "clock_now": ("現在日時", "Now"),
    "clock_running": ("動作中", "Running"),
    "clock_frozen": ("停止中", "Frozen"),
    "clock_began": ("開始日（基準日）", "Began with (reference date)"),
    "clock_advance": ("進める", "Advance"),
    "clock_by_P1D": ("1日", "1 day"),
    "clock_by_P7D": ("7日", "7 days"),
    "clock_by_P1M": ("1か月", "1 month"),
    "clock_by_P1Y": ("1年", "1 year"),
    "clock_duration": ("期間（ISO 8601）", "Duration (ISO 8601)"),
    "clock_set": ("設定する", "Set"),
    "clock_instant": ("日時（日本時間）", "Date and time (Japan)"),
    "clock_freeze": ("止める", "Freeze"),
    "clock_run": ("動かす", "Run"),
    "clock_open": ("時計を変更", "Change the clock"),
    "clock_alone": (
        "コンソール単独で起動しているため、時計はありません。",
        "This console runs alone: it has no clock.",
    ),
}
