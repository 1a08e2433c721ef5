"""The words of the sandboxes."""

from shared.web.pages.words import Words

SANDBOX_WORDS: Words = {
    "sandboxes_title": ("サンドボックス", "Sandboxes"),
    "sandboxes_lead": (
        "データ・時計・障害・認証情報がそれぞれ独立した世界です。URLの /~名前 で切り替えます。",
        "Worlds with data, clock, faults and credentials of their own, each under /~name.",
    ),
    "sandboxes_new": ("サンドボックスを作成", "Make a sandbox"),
    "sandboxes_create": ("作成する", "Make"),
    "sandboxes_name": ("名前（空欄: 自動）", "Name (empty: chosen)"),
    "sandboxes_from": ("元にする状態", "From"),
    "sandboxes_date": ("基準日（空欄: 同じ）", "Date (empty: the same)"),
    "sandboxes_seed": ("シード（空欄: 同じ）", "Seed (empty: the same)"),
    "sandboxes_list": ("作成済みのサンドボックス", "Sandboxes that there are"),
    "sandboxes_none": ("サンドボックスはありません。", "There are no sandboxes."),
    "sandboxes_alone": ("この起動方法ではサンドボックスを作成できません。", "No sandboxes can be made here."),
    "sandboxes_state_ready": ("利用可能", "Ready"),
    "sandboxes_state_making": ("作成中", "Being made"),
    "sandboxes_state_failed": ("失敗", "Failed"),
    "sandboxes_base_url": ("サービスのURL", "Services"),
    "sandboxes_control_url": ("コンソール", "Console"),
    "sandboxes_generation": ("世代", "Generation"),
    "sandboxes_began": ("基準日", "Began with"),
    "sandboxes_expires": ("使われなければ削除", "Removed unless used"),
    "sandboxes_steps": ("進捗", "Progress"),
    "sandboxes_reset": ("初期化", "Reset"),
    "sandboxes_remove": ("削除", "Remove"),
    "sandboxes_snapshot": ("スナップショット名", "Snapshot's name"),
    "sandboxes_keep": ("保存", "Keep"),
    "sandboxes_kept": ("スナップショット", "Snapshot"),
    "sandboxes_restore": ("復元", "Restore"),
    "world_here": ("サンドボックス", "Sandbox"),
    "world_leave": ("default に戻る", "Back to default"),
}
