"""The frame of every page of the controls: what this is not, where one can go, and how it looks on any screen."""

import shlex
from collections.abc import Iterable, Sequence
from html import escape

from onshi.version import VERSION

_NOTICE = "非公式シミュレーター・人物と番号はすべて架空 / Unofficial simulator: all people and numbers are invented"
_STYLE = """
:root{color-scheme:light dark;--page:#fff;--text:#1d2329;--line:#d5d9de;--head:#eef1f4;--soft:#5b6570;--link:#0b5cad;
 --good:#0a7a3d;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--page:#14181c;--text:#e4e8ec;--line:#3c444d;--head:#252b32;--soft:#9aa5b1;
 --link:#7db7ff;--good:#5fd38d;--bad:#ff8a80}}
*{box-sizing:border-box}
body{font:15px/1.5 system-ui,"Noto Sans CJK JP","Hiragino Sans","Yu Gothic UI",sans-serif;margin:1.5rem auto;
 max-width:90rem;padding:0 1.5rem;background:var(--page);color:var(--text)}
h1{font-size:1.4rem;margin:0 0 .6rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}small{color:var(--soft)}
h2 small{font-weight:400;margin-left:.5rem}a{color:var(--link)}a[aria-current]{color:inherit;font-weight:600}
.notice{background:#8b0000;color:#fff;padding:.5rem 1rem;border-radius:4px}
nav{display:flex;flex-wrap:wrap;gap:.3rem 1rem;margin:.8rem 0}
form{display:flex;gap:.5rem;margin:.8rem 0}
input{font:inherit;padding:.3rem .6rem;border:1px solid var(--soft);border-radius:4px;width:24rem;min-width:0}
input::placeholder{color:var(--soft)}
button{font:inherit;padding:.3rem 1rem;white-space:nowrap}
table{border-collapse:collapse;width:100%;table-layout:fixed}
td,th{border:1px solid var(--line);padding:.4rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:var(--head);font-weight:600}th small{display:block;font-weight:400}
tr:target{outline:2px solid var(--link)}
code{font:12.5px/1.5 ui-monospace,"DejaVu Sans Mono",monospace}
dl{display:grid;grid-template-columns:max-content 1fr;gap:0 .6rem;margin:0}dt{color:var(--soft)}dd{margin:0}
.head{display:none}
.good,.bad{font-weight:600}.good{color:var(--good)}.bad{color:var(--bad)}
@media (max-width:60rem){
 body{padding:0 .8rem;margin:.8rem auto}
 table,tbody,tr,td{display:block}
 tr:has(th){display:none}
 tr{border:1px solid var(--line);border-radius:6px;margin:0 0 .8rem;overflow:hidden}
 td{border:0;border-top:1px solid var(--line)}td:first-child{border-top:0;background:var(--head)}
 td:not(:first-child) .head{display:block}
 td.none{display:none}
}
"""
_PLACES = (("/", "テスト患者 / personas"), ("/credentials", "認証情報 / credentials"), ("/docs", "API"))


def framed(path: str, facts: str, json_at: str, body: str) -> str:
    """Return a whole page; ``path`` is where it stands, ``facts`` a line about it as HTML, ``json_at`` an address."""
    # No proxy between a reader and their own machine.
    command = f"curl --noproxy '*' {shlex.quote(json_at)}"
    places = "".join(
        f'<a href="{place}"{" aria-current=page" if place == path else ""}>{name}</a>' for place, name in _PLACES
    )
    return (
        '<!doctype html><html lang="ja"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>onshi controls</title>'
        f"<style>{_STYLE}</style></head><body>"
        f"<h1>onshi controls <small>{VERSION}</small></h1><p class=notice>{_NOTICE}</p>"
        f"<nav>{places}</nav><p>{facts} · JSON: <code>{escape(command)}</code></p>"
        f"{body}</body></html>"
    )


def table(heads: Sequence[tuple[int, str, str]], rows: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Return a table, which a narrow screen shows as cards.

    ``heads`` have a width in percent and two names, ``rows`` an id and cells as HTML; an empty cell is shown as none.
    """
    titles = "".join(
        f'<th scope=col style="width:{width}%">{name_ja}<small lang=en>{name}</small></th>'
        for width, name_ja, name in heads
    )
    return f"<table><tbody><tr>{titles}</tr>{''.join(_row(heads, *row) for row in rows)}</tbody></table>"


def _row(heads: Sequence[tuple[int, str, str]], row_id: str, cells: Sequence[str]) -> str:
    shown = "".join(
        f"<td{'' if cell else ' class=none'}><small class=head>{name_ja} / {name}</small>{cell or '–'}</td>"
        for (_, name_ja, name), cell in zip(heads, cells, strict=True)
    )
    return f'<tr id="{escape(row_id)}">{shown}</tr>'
