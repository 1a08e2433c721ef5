"""The personas as an HTML page, group by group, without anything from elsewhere."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import groupby
from urllib.parse import urlencode

from shared.domain.insured import WrittenIdentifiers
from simulator.pages.frame import framed, table
from simulator.pages.outcomes import outcome
from simulator.personas.groups import HEADINGS, Group
from simulator.personas.persona import CardAsk, NumberAsk, Persona, PersonaCard

_A_PAGE = 100
_HEADS = (
    (28, "テスト患者", "persona"),
    (28, "カード", "card"),
    (18, "番号", "insured"),
    (13, "カードの回答", "by card"),
    (13, "番号の回答", "by number"),
)
_NOBODY = "<p>見つかりません / nobody found</p>"
_CLINIC_BY_CARD, _CLINIC_BY_NUMBER = CardAsk(), NumberAsk()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the personas somebody wants to see."""

    search: str = ""
    """Part of an id, a name or a number; empty for everybody."""
    page: int = 1
    """Of the patients of a vendor's file, which may be thousands."""


def personas_page(personas: Sequence[Persona], reference_date: date, wanted: Wanted, json_at: str) -> str:
    """Return the page of all personas, or of those who are searched for; ``json_at`` is the address of the data."""
    found = [persona for persona in personas if _is_wanted(persona, wanted.search.strip().casefold())]
    groups = [(group, list(members)) for group, members in groupby(found, key=lambda persona: persona.group)]
    links = "".join(
        f'<a href="#{group}">{HEADINGS[group][1]} <small>{len(members):,}</small></a>' for group, members in groups
    )
    count = f"{len(found):,}" if len(found) == len(personas) else f"{len(found):,} / {len(personas):,}"
    facts = f"基準日 / reference date: <b>{reference_date}</b> · テスト患者 / personas: <b>{count}</b>"
    search = (
        f'<form><input type=search name=search value="{escape(wanted.search)}" '
        'placeholder="識別子・氏名・番号 / id, name, number" aria-label="検索 / search">'
        "<button>検索 / Search</button></form>"
    )
    sections = "".join(_section(group, members, wanted) for group, members in groups) or _NOBODY
    return framed("/", facts, json_at, f"{search}<nav>{links}</nav>{sections}")


def persona_page(persona: Persona, json_at: str) -> str:
    """Return the page of one persona."""
    facts = f"基準日 / reference date: <b>{persona.as_of}</b>"
    return framed("/personas/{id}", facts, json_at, _table([persona]))


def _is_wanted(persona: Persona, search: str) -> bool:
    texts = [persona.id, persona.title, persona.title_ja]
    if persona.insured is not None:
        texts += [persona.insured.insurer_number, persona.insured.number]
    return any(search in text.casefold() for text in texts)


def _section(group: Group, members: Sequence[Persona], wanted: Wanted) -> str:
    heading, heading_ja = HEADINGS[group]
    title = f'<h2 id="{group}">{heading_ja}<small lang=en>{heading}</small></h2>'
    if group is not Group.FIXTURES or len(members) <= _A_PAGE:
        return f"<section>{title}{_table(members)}</section>"
    pages = -(-len(members) // _A_PAGE)
    page = min(wanted.page, pages)
    first = (page - 1) * _A_PAGE
    shown = members[first : first + _A_PAGE]
    pager = (
        f"<nav>{_link('« 前 / previous', wanted, page - 1, pages)}"
        f"<span>{first + 1:,} – {first + len(shown):,} / {len(members):,}</span>"
        f"{_link('次 / next »', wanted, page + 1, pages)}</nav>"
    )
    return f"<section>{title}{pager}{_table(shown)}{pager}</section>"


def _link(words: str, wanted: Wanted, page: int, pages: int) -> str:
    if not 1 <= page <= pages:
        return f"<small>{words}</small>"
    asked = {"page": page} | ({"search": wanted.search} if wanted.search else {})
    return f'<a href="/?{escape(urlencode(asked))}#{Group.FIXTURES}">{words}</a>'


def _table(members: Iterable[Persona]) -> str:
    return table(_HEADS, ((persona.id, _cells(persona)) for persona in members))


def _cells(persona: Persona) -> tuple[str, ...]:
    return (
        (
            f"<b>{escape(persona.title_ja)}</b><br><small lang=en>{escape(persona.title)}</small><br>"
            f'<code><a href="/personas/{escape(persona.id)}">{escape(persona.id)}</a></code><br>'
            f"{_told(persona.situation_ja)}<br>"
            f"<small lang=en>{_told(persona.situation)}</small>"
        ),
        _card(persona.card, persona.ask.card),
        _insured(persona.insured, persona.ask.insured),
        outcome(persona.expected.card),
        outcome(persona.expected.insured),
    )


def _told(text: str) -> str:
    # Words of the API stand between backticks.
    return re.sub("`([^`]+)`", r"<code>\1</code>", escape(text))


def _card(card: PersonaCard | None, ask: CardAsk) -> str:
    if card is None:
        return ""
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


def _insured(insured: WrittenIdentifiers | None, ask: NumberAsk) -> str:
    if insured is None:
        return ""
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
