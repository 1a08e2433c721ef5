"""The front page of `onshi up`: what this is, what it is not, and where to go."""

from collections.abc import Iterable

import msgspec

from onshi.version import VERSION
from services.program.notice import NOTICE, NOTICE_JA
from shared.settings import SERVICES

INDEX_JSON = msgspec.json.encode(
    {
        "version": VERSION,
        "notice": NOTICE,
        "notice_ja": NOTICE_JA,
        "services": {name: f"/{name}/" for name in SERVICES},
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
_FIRST_STEPS = (
    "<p>最初の資格確認 / a first check: <code>onshi check --persona employee-with-limit</code><br>"
    "テスト患者と認証情報 / test patients and credentials: <code>onshi personas</code>, <code>onshi credentials</code>"
    "（controls: <code>127.0.0.1:8099</code>, unless --control-port says otherwise）</p>"
)


def index_html(services: Iterable[str]) -> bytes:
    """Return the front page; it needs nothing from elsewhere."""
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
        f"<table>{rows}</table>{_FIRST_STEPS}</html>"
    )
    return page.encode()
