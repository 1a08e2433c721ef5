"""The front page of `onshi up`: what this is, what it is not, and where to go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse

from onshi.version import VERSION
from shared.clock import JAPAN
from shared.settings import SERVICES
from shared.web.pages.links import whole_address
from shared.web.pages.menu import Part
from shared.web.pages.pages import Pages
from shared.web.pages.words import Words
from simulator.pages.notice import NOTICE, NOTICE_JA
from simulator.pages.pasted import USUAL_CONTROL_URL, USUAL_URL, check_options, controls_options, token_command

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
        "pages": {"reader": "/reader/", "portal": "/portal/", "guide": "/guide/"},
        "health": ["/healthz", "/readyz"],
    }
)
_WORDS: Words = {
    "front_title": ("オンライン資格確認シミュレーター", "Online eligibility confirmation simulator"),
    "front_is": (
        "医療機関システムの開発とテストのためのシミュレーターです。資格確認の要求に、架空の患者で答えます。",
        (
            "A simulator for developing and testing software of medical institutions. It answers eligibility checks "
            "with invented patients."
        ),
    ),
    "front_is_not": ("これは公的なサービスではありません", "This is not an official service"),
    "front_try": ("試してみる", "Try it"),
    "front_reader": ("カードリーダー", "Card reader"),
    "front_reader_lead": (
        "患者としてカードを置き、受付を体験します。医療機関の画面に資格情報が届きます。",
        "Place a card as a patient does. The clinic's screen beside it receives the answer.",
    ),
    "front_reader_open": ("カードリーダーを開く", "Open the card reader"),
    "front_portal": ("マイナポータル", "Patient portal"),
    "front_portal_lead": (
        "患者としてログインし、健康保険証、閲覧履歴、同意などを確認します。",
        "Sign in as a patient: the insurance card, who looked, consents.",
    ),
    "front_portal_open": ("マイナポータルを開く", "Open the portal"),
    "front_console_name": ("管理コンソール", "Console"),
    "front_console_lead": (
        "テスト患者を探して照会し、時計を進め、障害を起こします。",
        "Find test patients and ask about them, move the clock, make faults.",
    ),
    "front_console": ("管理コンソールを開く", "Open the console"),
    "front_guide": ("ガイドを開く", "Open the guide"),
    "front_build": ("組み込む", "Build with it"),
    "front_first_check": ("最初の資格確認", "A first check"),
    "front_whom": ("テスト患者と認証情報の一覧", "Test patients and credentials"),
    "front_token": ("最初の呼び出し（アクセストークン）", "A first call (access token)"),
    "front_documents_open": ("API文書を開く", "Open the API documents"),
    "front_world": ("この環境", "This world"),
    "front_world_name": ("名前", "Name"),
    "front_seed": ("シード", "Seed"),
    "front_date": ("基準日", "Reference date"),
    "front_clock": ("現在の日時", "Its clock"),
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


@dataclass(frozen=True, slots=True)
class ShownWorld:
    """The world whose front page it is; what is not known is None."""

    name: str
    now: datetime | None = None
    seed: str | None = None
    reference_date: str | None = None


def index_page(request: Request, announced: Mapping[str, str], world: ShownWorld) -> HTMLResponse:
    """Return the front page; ``announced`` is what ``running.json`` says, if any."""
    base_url, control_url = announced.get("base_url", USUAL_URL), announced.get("control_url", USUAL_CONTROL_URL)
    ca = Path(announced["ca_file"]) if "ca_file" in announced else None
    now = None if world.now is None else world.now.astimezone(JAPAN)
    return FRONT_PAGES.render(
        request,
        "front.html",
        notice=NOTICE,
        notice_ja=NOTICE_JA,
        services=SERVICES,
        world=world,
        now=now,
        token_command=token_command(whole_address(request, "/registry/v1/oauth/token"), ca),
        check_options=check_options(base_url, control_url, ca),
        controls_options=controls_options(control_url, ca),
    )
