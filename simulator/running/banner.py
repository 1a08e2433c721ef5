"""What `onshi up` says when all is ready: where it is, and how to try it."""

import ipaddress
import socket
from urllib.parse import urlsplit

from simulator.pages.pasted import check_options
from simulator.running.listeners import is_loopback
from simulator.running.up_options import Running

_CLINICS_FILE = "9910000018.pem"
"""Of the client that `onshi check` mostly asks as."""
_PUBLIC = (
    "OPEN TO OTHER MACHINES: everybody there can do everything, with credentials that are no secrets.\n"
    "外部から接続可能です。認証情報は公開されているため、誰でもすべての操作ができます。"
)
_CONTROLS_PUBLIC = (
    "The controls too: they show every credential and every card's PIN to whoever asks.\n"
    "コントロールも公開されています。すべての認証情報と暗証番号が誰にでも表示されます。"
)

_FOREIGN_ROOTS = (
    "ROOTS OF OTHER AUTHORITIES can be pinned: use test certificates only, never a real card.\n"
    "模擬J-LIS以外のルート証明書を登録できます。テスト用の証明書だけを使用し、実物のカードは使用しないでください。"
)


def banner(running: Running) -> str:
    """Return the text; what this is not was said before (notice.py)."""
    world = running.world
    keeping = "kept in --data / データは保存されます" if running.is_kept else "gone at the end / 終了時に消去されます"
    lines = [
        f"services  {running.base_url}    (/registry /consent /eligibility /jpki, each with /docs and /openapi.json)",
        f"reader    {running.base_url}/reader/    (a card reader to try / カードリーダー)",
        f"portal    {running.base_url}/portal/    (the patient's pages / マイナポータル)",
        f"guide     {running.base_url}/guide/    (every page of docs/, with search / ガイド・検索)",
        f"controls  {running.control_url}    (/personas /credentials)",
        f"world     seed {world.seed}, reference date {world.reference_date}; {keeping}",
        "",
        "A first check, in another terminal / 最初の資格確認（別の端末で）:",
        f"  onshi check --persona employee-with-limit{_options(running)}",
        "Stop with Ctrl-C / Ctrl-C で終了します。",
    ]
    if running.vendor_patients is not None:
        count = running.vendor_patients
        people = "patient" if count == 1 else "patients"
        lines.insert(6, f"fixtures  {count:,} {people} brought along / 持ち込みテスト患者 {count:,}名")
    if running.profile is not None:
        lines.insert(6, f"profile   {running.profile} / 応答時間プロファイル（推定値）")
    if running.not_shown:
        names = ", ".join(running.not_shown)
        lines.insert(6, f"not shown {names}: this folder has them otherwise / この保存データでは内容が異なるため非表示")
    lines[5:5] = [*_from_elsewhere(running), *_certificates(running)]
    if running.allows_foreign_roots:
        lines.insert(0, _FOREIGN_ROOTS)
    if not is_loopback(running.control_host):
        lines.insert(0, _CONTROLS_PUBLIC)
    if not (is_loopback(running.host) and is_loopback(running.control_host)):
        lines.insert(0, _PUBLIC)
    return "\n".join(lines)


def _from_elsewhere(running: Running) -> list[str]:
    """Return the addresses for other machines, where sockets listen on all of this one's."""
    name = socket.gethostname()
    urls = [
        f"{parts.scheme}://{name}:{parts.port}"
        for parts, host in (
            (urlsplit(running.base_url), running.host),
            (urlsplit(running.control_url), running.control_host),
        )
        if _is_everywhere(host)
    ]
    return [f"elsewhere {' '.join(urls)}    (other machines and containers / 他の端末・コンテナから)"] if urls else []


def _is_everywhere(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _certificates(running: Running) -> list[str]:
    if running.tls is None:
        return []
    lines = [f"CA        {running.tls.ca}    (trust it in your client / クライアントに設定する認証局)"]
    if running.tls_client_certificates:
        lines.append(f"clients   {running.tls.clients}    (certificate and key / 医療機関ごとの証明書と鍵)")
    return lines


def _options(running: Running) -> str:
    if (tls := running.tls) is None:
        return check_options(running.base_url, running.control_url)
    certificate = tls.clients / _CLINICS_FILE if running.tls_client_certificates else None
    return check_options(running.base_url, running.control_url, tls.ca, certificate)
