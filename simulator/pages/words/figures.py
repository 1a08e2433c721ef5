"""The words of the figures."""

from shared.web.pages.words import Words

FIGURE_WORDS: Words = {
    "figures_title": ("稼働状況", "Figures"),
    "figures_lead": (
        "すべての世界とワーカーの合計です（RESTの資格確認、直近約10秒）。",
        "All worlds and workers together (checks by REST, about the last ten seconds).",
    ),
    "figures_rate": ("照会／秒", "Checks a second"),
    "figures_p50": ("応答時間 中央値", "Time, median"),
    "figures_p99": ("応答時間 p99", "Time, p99"),
    "figures_refused": ("拒否", "Refused"),
    "figures_open": ("稼働状況を開く", "All figures"),
    "figures_cpu": ("CPU", "CPU"),
    "figures_memory": ("メモリー", "Memory"),
    "figures_workers": ("ワーカー", "Workers"),
    "figures_process": ("プロセス", "Process"),
    "figures_outcomes": ("結果別（起動以降）", "By outcome (since the start)"),
    "figures_outcome": ("結果", "Outcome"),
    "figures_count": ("件数", "Count"),
    "figures_recent": ("直近", "Recent"),
    "figures_answered": ("回答", "Answered"),
    "figures_none": ("まだ照会がありません。", "No checks yet."),
    "figures_alone": (
        "コンソール単独で起動しているため、ワーカーはありません。",
        "This console runs alone: there are no workers.",
    ),
}
