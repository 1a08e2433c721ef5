"""The front page of `onshi up`: what this is, what it is not, and where to go."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse

from onshi.version import VERSION
from shared.settings import SERVICES
from shared.web.pages.menu import Part
from shared.web.pages.pages import Pages
from shared.web.pages.words import Words
from simulator.pages.notice import NOTICE, NOTICE_JA
from simulator.pages.pasted import USUAL_CONTROL_URL, USUAL_URL, check_options, controls_options

INDEX_JSON = msgspec.json.encode(
    {
        "version": VERSION,
        "notice": NOTICE,
        "notice_ja": NOTICE_JA,
        "services": {name: f"/{name}/" for name in SERVICES},
        "whole": {"openapi": "/openapi.json", "openapi_3_0": "/openapi-3.0.json", "docs": "/docs", "redoc": "/redoc"},
        "openapi": {name: f"/{name}/openapi.json" for name in SERVICES},
        "openapi_3_0": {name: f"/{name}/openapi-3.0.json" for name in SERVICES},
        "docs": {name: f"/{name}/docs" for name in SERVICES},
        "redoc": {name: f"/{name}/redoc" for name in SERVICES},
        "health": ["/healthz", "/readyz"],
    }
)
_WORDS: Words = {
    "front_title": ("オンライン資格確認シミュレーター", "Online eligibility confirmation simulator"),
    "front_first_check": ("最初の資格確認", "A first check"),
    "front_whom": ("テスト患者と認証情報の一覧:", "Test patients and credentials:"),
    "front_console": ("管理コンソールを開く", "Open the console"),
    "front_services": ("サービス", "Services"),
    "front_all": ("すべて", "All services"),
    "column_service": ("サービス", "Service"),
    "column_documents": ("API文書", "API documents"),
    "column_operation": ("運用", "Operation"),
    "service_registry": ("資格・保険者・医療機関・初回登録", "Coverage, insurers, institutions, card registration"),
    "service_consent": ("利用目的（告知要求制限）と同意", "Purposes of use, and consent"),
    "service_eligibility": ("オンライン資格確認", "Eligibility checks"),
    "service_jpki": ("模擬 J-LIS・署名するカード", "A simulated J-LIS, and cards that sign"),
    "service_reader": ("模擬カードリーダー（顔認証付き）", "A simulated card reader"),
    "service_portal": ("患者の画面", "The patient's pages"),
}
FRONT_PAGES = Pages(Path(__file__).parent / "templates" / "front", _WORDS, Part.FRONT)


def index_page(request: Request, services: Iterable[str], announced: Mapping[str, str]) -> HTMLResponse:
    """Return the front page; ``announced`` is what ``running.json`` says, if any."""
    base_url, control_url = announced.get("base_url", USUAL_URL), announced.get("control_url", USUAL_CONTROL_URL)
    ca = Path(announced["ca_file"]) if "ca_file" in announced else None
    return FRONT_PAGES.render(
        request,
        "front.html",
        notice=NOTICE,
        notice_ja=NOTICE_JA,
        services=list(services),
        check_options=check_options(base_url, control_url, ca),
        controls_options=controls_options(control_url, ca),
    )
