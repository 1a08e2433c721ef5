"""The front page of `onshi up`: what this is, what it is not, and where to go."""

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from types import MappingProxyType

import msgspec

from onshi.version import VERSION
from shared.settings import SERVICES
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
STYLE = (
    "body{font:16px/1.6 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}"
    ".notice{background:#8b0000;color:#fff;padding:.8rem 1rem;font-weight:bold}"
    "table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.3rem .6rem;text-align:left;vertical-align:top}"
    "code{background:#f3f3f3}"
)
_WHAT = {
    "registry": "資格・保険者・医療機関・初回登録",
    "consent": "利用目的（告知要求制限）と同意",
    "eligibility": "オンライン資格確認",
    "jpki": "模擬 J-LIS・署名するカード",
}
_WHOLE = (
    '<p>すべて / all services: <a href="/docs">Swagger UI</a> · <a href="/redoc">Redoc</a> · '
    '<a href="/openapi.json">OpenAPI 3.1</a> · <a href="/openapi-3.0.json">3.0.3</a></p>'
)


def index_html(services: Iterable[str], announced: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """Return the front page; it needs nothing from elsewhere. ``announced`` is what ``running.json`` says, if any."""
    rows = "".join(
        f"<tr><th>{name}<br><small>{_WHAT.get(name, '')}</small></th>"
        f'<td><a href="/{name}/docs">Swagger UI</a> · <a href="/{name}/redoc">Redoc</a></td>'
        f'<td><a href="/{name}/openapi.json">OpenAPI 3.1</a> · <a href="/{name}/openapi-3.0.json">3.0.3</a></td>'
        f'<td><a href="/{name}/readyz">readyz</a> · <a href="/{name}/metrics">metrics</a></td></tr>'
        for name in services
    )
    page = (
        f'<!doctype html><html lang="ja"><meta charset="utf-8"><title>onshi</title><style>{STYLE}</style>'
        f"<h1>onshi <small>{VERSION}</small></h1><p class=notice>{NOTICE}<br>{NOTICE_JA}</p>"
        f"{_WHOLE}<table>{rows}</table>{_first_steps(announced)}</html>"
    )
    return page.encode()


def _first_steps(announced: Mapping[str, str]) -> str:
    base_url, control_url = announced.get("base_url", USUAL_URL), announced.get("control_url", USUAL_CONTROL_URL)
    ca = Path(announced["ca_file"]) if "ca_file" in announced else None
    check, ask = escape(check_options(base_url, control_url, ca)), escape(controls_options(control_url, ca))
    place = escape(control_url)
    controls = f'<br>controls: <a href="{place}">{place}</a>' if "control_url" in announced else ""
    return (
        "<p>最初の資格確認 / a first check:<br>"
        f"<code>onshi check --persona employee-with-limit{check}</code><br>"
        "テスト患者と認証情報 / test patients and credentials:<br>"
        f"<code>onshi personas{ask}</code><br><code>onshi credentials{ask}</code>{controls}</p>"
    )
