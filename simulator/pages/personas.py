"""The pages of the personas: all of them group by group, those who are searched for, and one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from shared.domain.insured import WrittenIdentifiers
from shared.domain.written_forms import search_form
from shared.web.pages.links import whole_address
from simulator.pages.console import CONSOLE_PAGES, command_for
from simulator.pages.outcomes import ShownMember, outcome
from simulator.personas.groups import HEADINGS, Group
from simulator.personas.persona import CardAsk, NumberAsk, Persona, PersonaCard

_A_PAGE = 100
_CLINIC_BY_CARD, _CLINIC_BY_NUMBER = CardAsk(), NumberAsk()
_Facts = list[tuple[str, str]]
"""Keys of words, and values."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the personas somebody wants to see."""

    search: str = ""
    """Part of an id, a name or a number; empty for everybody."""
    page: int = 1
    """Of the patients of a vendor's file, which may be thousands."""


@dataclass(frozen=True, slots=True)
class _Row:
    persona: Persona
    card: _Facts
    insured: _Facts
    by_card: list[ShownMember]
    by_number: list[ShownMember]


@dataclass(frozen=True, slots=True)
class _Turned:
    """Which of many are shown, and where the others are."""

    first: int
    last: int
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class _Section:
    group: Group
    heading: str
    heading_ja: str
    count: int
    rows: list[_Row]
    turned: _Turned | None


def personas_page(request: Request, personas: Sequence[Persona], reference_date: date, wanted: Wanted) -> HTMLResponse:
    """Return the page of all personas, or of those who are searched for."""
    found = [persona for persona in personas if _is_wanted(persona, search_form(wanted.search))]
    groups = groupby(found, key=lambda persona: persona.group)
    return CONSOLE_PAGES.render(
        request,
        "personas.html",
        command=command_for(whole_address(request, "/personas")),
        search=wanted.search,
        reference_date=reference_date,
        found=len(found),
        everybody=len(personas),
        sections=[_section(group, list(members), wanted) for group, members in groups],
    )


def persona_page(request: Request, persona: Persona) -> HTMLResponse:
    """Return the page of one persona."""
    command = command_for(whole_address(request))
    return CONSOLE_PAGES.render(request, "persona.html", command=command, row=_row(persona))


def _is_wanted(persona: Persona, search: str) -> bool:
    if not search:
        return True
    texts: list[str | None] = [persona.id, persona.title, persona.title_ja]
    if persona.insured is not None:
        texts += [persona.insured.insurer_number, persona.insured.number]
    if (holder := persona.holder) is not None:
        texts += [holder.name, holder.name_kana, holder.name_other, holder.name_other_kana]
    return any(search in search_form(text) for text in texts if text is not None)


def _section(group: Group, members: Sequence[Persona], wanted: Wanted) -> _Section:
    turned = _turned(len(members), wanted) if group is Group.FIXTURES and len(members) > _A_PAGE else None
    shown = members if turned is None else members[turned.first - 1 : turned.last]
    heading, heading_ja = HEADINGS[group]
    return _Section(group, heading, heading_ja, len(members), [_row(persona) for persona in shown], turned)


def _turned(count: int, wanted: Wanted) -> _Turned:
    pages = -(-count // _A_PAGE)
    page = min(wanted.page, pages)
    first = (page - 1) * _A_PAGE
    return _Turned(
        first + 1, min(first + _A_PAGE, count), _page_at(wanted, page - 1, pages), _page_at(wanted, page + 1, pages)
    )


def _page_at(wanted: Wanted, page: int, pages: int) -> str | None:
    if not 1 <= page <= pages:
        return None
    asked = {"page": page} | ({"search": wanted.search} if wanted.search else {})
    return f"/?{urlencode(asked)}#{Group.FIXTURES}"


def _row(persona: Persona) -> _Row:
    return _Row(
        persona,
        _card(persona.card, persona.ask.card),
        _insured(persona.insured, persona.ask.insured),
        outcome(persona.expected.card),
        outcome(persona.expected.insured),
    )


def _card(card: PersonaCard | None, ask: CardAsk) -> _Facts:
    if card is None:
        return []
    usual = _CLINIC_BY_CARD
    return _without_absent(
        {
            "card_id": str(card.card_id),
            "pin": card.pin or "-",
            "carrier": _changed(card.carrier, "card"),
            "client": _changed(ask.client_id, usual.client_id),
            "purpose": _changed(ask.purpose, usual.purpose),
            "verification": _changed(ask.holder_verification, usual.holder_verification),
            "consents": _changed(", ".join(ask.consents), ", ".join(usual.consents)),
            "prescription": ask.prescription_form if ask != usual else None,
        }
    )


def _insured(insured: WrittenIdentifiers | None, ask: NumberAsk) -> _Facts:
    if insured is None:
        return []
    usual = _CLINIC_BY_NUMBER
    return _without_absent(
        {
            "insurer": insured.insurer_number,
            "symbol": insured.symbol,
            "number": insured.number,
            "branch": insured.branch,
            "birthdate": insured.birthdate.isoformat(),
            "client": _changed(ask.client_id, usual.client_id),
            "purpose": _changed(ask.purpose, usual.purpose),
            "consents": "specific_disease" if ask.specific_disease_consent else None,
        }
    )


def _changed(value: str, usual: str) -> str | None:
    return None if value == usual else value


def _without_absent(facts: Mapping[str, str | None]) -> _Facts:
    return [(key, value) for key, value in facts.items() if value is not None]
