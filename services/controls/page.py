"""The personas as one HTML page, group by group, without anything from elsewhere."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from itertools import groupby

from shared.sim.personas.groups import HEADINGS
from shared.sim.personas.persona import CardAsk, Insured, NumberAsk, Persona, PersonaCard

_NOTICE = "非公式シミュレーター・人物と番号はすべて架空 / Unofficial simulator: all people and numbers are invented"
_STYLE = """
:root{color-scheme:light dark;--line:#d5d9de;--head:#eef1f4;--soft:#5b6570;--link:#0b5cad}
@media (prefers-color-scheme:dark){:root{--line:#3c444d;--head:#252b32;--soft:#9aa5b1;--link:#7db7ff}}
body{font:15px/1.5 system-ui,"Noto Sans CJK JP","Hiragino Sans","Yu Gothic UI",sans-serif;margin:1.5rem auto;
 max-width:90rem;padding:0 1.5rem}
h1{font-size:1.4rem;margin:0 0 .6rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}h2 small,small{color:var(--soft)}
h2 small{font-weight:400;margin-left:.5rem}
.notice{background:#8b0000;color:#fff;padding:.5rem 1rem;border-radius:4px}
nav{display:flex;flex-wrap:wrap;gap:.3rem 1rem;margin:.8rem 0}a{color:var(--link)}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;min-width:76rem;table-layout:fixed}
td,th{border:1px solid var(--line);padding:.4rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:var(--head);font-weight:600;white-space:nowrap}
tr:target{outline:2px solid var(--link)}
code{font:12.5px/1.5 ui-monospace,"DejaVu Sans Mono",monospace}
dl{display:grid;grid-template-columns:max-content 1fr;gap:0 .6rem;margin:0}dt{color:var(--soft)}dd{margin:0}
.valid{color:#0a7a3d}.other{color:#b3261e}
@media (prefers-color-scheme:dark){.valid{color:#5fd38d}.other{color:#ff8a80}}
"""
_HEADS = (
    ("31%", "テスト患者 / persona"),
    ("26%", "カード / card"),
    ("17%", "番号 / insured"),
    ("13%", "カード回答 / by card"),
    ("13%", "番号回答 / by number"),
)
_CLINIC_BY_CARD, _CLINIC_BY_NUMBER = CardAsk(), NumberAsk()


def personas_page(personas: Iterable[Persona], reference_date: date) -> str:
    """Return the page."""
    groups = [(group, list(members)) for group, members in groupby(personas, key=lambda persona: persona.group)]
    links = "".join(f'<a href="#{group}">{HEADINGS[group][1]} {len(members)}</a>' for group, members in groups)
    count = sum(len(members) for _, members in groups)
    return (
        '<!doctype html><html lang="ja"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>onshi controls</title>'
        f"<style>{_STYLE}</style></head><body><h1>onshi controls</h1><p class=notice>{_NOTICE}</p>"
        f"<p>基準日 / reference date: <b>{reference_date}</b> · テスト患者 / personas: <b>{count}</b> · "
        '<a href="/personas">/personas</a> · <a href="/credentials">/credentials</a> · <a href="/docs">/docs</a></p>'
        f"<nav>{links}</nav>{''.join(_section(*HEADINGS[group], group, members) for group, members in groups)}"
        "</body></html>"
    )


def _section(heading: str, heading_ja: str, group: str, members: list[Persona]) -> str:
    heads = "".join(f'<th scope=col style="width:{width}">{head}</th>' for width, head in _HEADS)
    rows = "".join(_row(persona) for persona in members)
    return (
        f'<section><h2 id="{group}">{heading_ja}<small lang=en>{heading}</small></h2>'
        f"<div class=wide><table><tr>{heads}</tr>{rows}</table></div></section>"
    )


def _row(persona: Persona) -> str:
    cells = (
        (
            f"<b>{escape(persona.title_ja)}</b> <small lang=en>{escape(persona.title)}</small><br>"
            f'<code><a href="#{escape(persona.id)}">{escape(persona.id)}</a></code><br>'
            f"{_told(persona.situation_ja)}<br>"
            f"<small lang=en>{_told(persona.situation)}</small>"
        ),
        _card(persona.card, persona.ask.card),
        _insured(persona.insured, persona.ask.insured),
        _expected(persona.expected.card),
        _expected(persona.expected.insured),
    )
    return f'<tr id="{escape(persona.id)}">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _told(text: str) -> str:
    # Words of the API stand between backticks.
    return re.sub("`([^`]+)`", r"<code>\1</code>", escape(text))


def _card(card: PersonaCard | None, ask: CardAsk) -> str:
    if card is None:
        return "-"
    facts = {"ID": str(card.card_id), "PIN": card.pin or "-", "媒体": card.carrier if card.carrier != "card" else None}
    if ask != _CLINIC_BY_CARD:
        facts |= {
            "照会者": _changed(ask.client_id, _CLINIC_BY_CARD.client_id),
            "目的": _changed(ask.purpose, _CLINIC_BY_CARD.purpose),
            "本人確認": _changed(ask.holder_verification, _CLINIC_BY_CARD.holder_verification),
            "同意": ", ".join(ask.consents) or None,
            "処方箋": ask.prescription_form,
        }
    return _facts(facts)


def _insured(insured: Insured | None, ask: NumberAsk) -> str:
    if insured is None:
        return "-"
    facts = {
        "保険者": insured.insurer_number,
        "記号": insured.symbol,
        "番号": insured.number,
        "枝番": insured.branch,
        "生年月日": insured.birthdate.isoformat(),
        "照会者": _changed(ask.client_id, _CLINIC_BY_NUMBER.client_id),
        "目的": _changed(ask.purpose, _CLINIC_BY_NUMBER.purpose),
        "同意": "specific_disease" if ask.specific_disease_consent else None,
    }
    return _facts(facts)


def _changed(value: str, usual: str) -> str | None:
    return None if value == usual else value


def _facts(facts: Mapping[str, str | None]) -> str:
    # A number with blanks is shown with them.
    rows = "".join(
        f'<dt>{name}</dt><dd><code style="white-space:pre-wrap">{escape(value)}</code></dd>'
        for name, value in facts.items()
        if value is not None
    )
    return f"<dl>{rows}</dl>"


def _expected(members: Mapping[str, str] | None) -> str:
    if members is None:
        return "-"
    return "<br>".join(_member(name, value) for name, value in members.items())


def _member(name: str, value: str) -> str:
    if name == "validity":
        return f'<code class="{"valid" if value.startswith("valid") else "other"}">{escape(value)}</code>'
    if name == "refusal":
        return f"拒否 <code class=other>{escape(value)}</code>"
    return f"<small>{escape(name)}</small> <code>{escape(value)}</code>"
