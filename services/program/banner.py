"""What `onshi up` says when all is ready: loudly what this is not, then where it is and how to try it."""

from services.program.index_page import NOTICE, NOTICE_JA
from services.program.supervisor import Running

_RULE = "=" * 78


def banner(running: Running) -> str:
    """Return the text."""
    world = running.world
    keeping = "kept in --data / データは保存されます" if running.is_kept else "gone at the end / 終了時に消去されます"
    lines = [
        _RULE,
        NOTICE,
        NOTICE_JA,
        _RULE,
        f"services  {running.base_url}    (/registry /consent /eligibility /jpki, each with /openapi.json)",
        f"controls  {running.control_url}    (/personas /credentials)",
        f"world     seed {world.seed}, reference date {world.reference_date}; {keeping}",
        "",
        "A first check, in another terminal / 最初の資格確認（別の端末で）:",
        f"  onshi check --persona employee-with-limit{_other_addresses(running)}",
        "Stop with Ctrl-C / Ctrl-C で終了します。",
    ]
    if running.is_public:
        lines.insert(
            4,
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
