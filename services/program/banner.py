"""What `onshi up` says when all is ready: where it is, and how to try it."""

from services.program.supervisor import Running


def banner(running: Running) -> str:
    """Return the text; what this is not was said before (notice.py)."""
    world = running.world
    keeping = "kept in --data / データは保存されます" if running.is_kept else "gone at the end / 終了時に消去されます"
    lines = [
        f"services  {running.base_url}    (/registry /consent /eligibility /jpki, each with /docs and /openapi.json)",
        f"controls  {running.control_url}    (/personas /credentials)",
        f"world     seed {world.seed}, reference date {world.reference_date}; {keeping}",
        "",
        "A first check, in another terminal / 最初の資格確認（別の端末で）:",
        f"  onshi check --persona employee-with-limit{_other_addresses(running)}",
        "Stop with Ctrl-C / Ctrl-C で終了します。",
    ]
    if running.brought is not None:
        count = running.brought
        people = "patient" if count == 1 else "patients"
        lines.insert(3, f"fixtures  {count:,} {people} brought along / 持ち込みテスト患者 {count:,}名")
    if running.is_public:
        lines.insert(
            0,
            "OPEN TO OTHER MACHINES: everybody there can do everything, with credentials that are no secrets.\n"
            "外部から接続可能です。認証情報は公開されているため、誰でもすべての操作ができます。",
        )
    return "\n".join(lines)


def _other_addresses(running: Running) -> str:
    words = ""
    if running.base_url != "http://127.0.0.1:8000":
        words += f" --url {running.base_url}"
    if running.control_url != "http://127.0.0.1:8099":
        words += f" --control-url {running.control_url}"
    return words
