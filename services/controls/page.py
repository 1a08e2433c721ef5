"""The personas as one HTML page, without anything from elsewhere."""

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape

from shared.sim.personas.persona import Insured, Persona, PersonaCard

_NOTICE = "非公式シミュレーター・人物と番号はすべて架空 / Unofficial simulator: all people and numbers are invented"
_STYLE = (
    "body{font:15px/1.5 sans-serif;margin:2rem;color:#222}.notice{background:#8b0000;color:#fff;padding:.6rem 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #ccc;padding:.3rem .6rem;text-align:left;"
    "vertical-align:top}th{background:#f3f3f3}code{white-space:nowrap}"
)
_HEADS = (
    "id",
    "人物 / persona",
    "カード / card",
    "被保険者番号等 / insured",
    "カードの回答 / by card",
    "番号の回答 / by number",
)


def personas_page(personas: Iterable[Persona], reference_date: date) -> str:
    """Return the page."""
    heads = "".join(f"<th>{head}</th>" for head in _HEADS)
    rows = "".join(_row(persona) for persona in personas)
    return (
        f'<!doctype html><html lang="ja"><meta charset="utf-8"><title>onshi controls</title><style>{_STYLE}</style>'
        f"<h1>onshi controls</h1><p class=notice>{_NOTICE}</p><p>基準日 / reference date: {reference_date}</p>"
        f"<table><tr>{heads}</tr>{rows}</table>"
        '<p><a href="/credentials">/credentials</a> · <a href="/personas">/personas</a></p></html>'
    )


def _row(persona: Persona) -> str:
    cells = (
        f"<code>{escape(persona.id)}</code>",
        f"<b>{escape(persona.title_ja)}</b><br>{escape(persona.title)}<br><small>{escape(persona.situation)}</small>",
        _card(persona.card),
        _insured(persona.insured),
        _expected(persona.expected.card),
        _expected(persona.expected.insured),
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _card(card: PersonaCard | None) -> str:
    if card is None:
        return "-"
    return f"<code>{card.card_id}</code><br>PIN {escape(card.pin or '-')}"


def _insured(insured: Insured | None) -> str:
    if insured is None:
        return "-"
    parts = (insured.insurer_number, insured.symbol or "-", insured.number, insured.branch or "-", insured.birthdate)
    return "<br>".join(f"<code>{escape(str(part))}</code>" for part in parts)


def _expected(members: Mapping[str, str] | None) -> str:
    if members is None:
        return "-"
    return "<br>".join(f"{escape(name)}: <code>{escape(value)}</code>" for name, value in members.items())
