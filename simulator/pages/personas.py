"""The console's first page: the clock, the figures, and the personas group by group, or those who are searched for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from shared.domain.written_forms import search_form
from shared.web.pages.links import whole_address
from simulator.pages.console import CONSOLE_PAGES, command_for
from simulator.pages.outcomes import ShownMember, outcome
from simulator.pages.persona_facts import Facts, card_facts, insured_facts
from simulator.pages.status import ShownStatus
from simulator.personas.groups import HEADINGS, Group
from simulator.personas.persona import Persona

_A_PAGE = 100


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
    card: Facts
    insured: Facts
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


def personas_page(
    request: Request, personas: Sequence[Persona], reference_date: date, wanted: Wanted, status: ShownStatus
) -> HTMLResponse:
    """Return the page of all personas, or of those who are searched for, below the state of the world."""
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
        status=status,
        can_ask=status.clock is not None,
        sections=[_section(group, list(members), wanted) for group, members in groups],
    )


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
        card_facts(persona.card, persona.ask.card),
        insured_facts(persona.insured, persona.ask.insured),
        outcome(persona.expected.card),
        outcome(persona.expected.insured),
    )
