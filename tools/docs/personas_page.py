"""docs/personas.md, made from the cast: `make docs` writes it, a test compares it."""

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from pathlib import Path

from simulator.personas.cast import personas
from simulator.personas.complaints import COMPLAINTS
from simulator.personas.groups import HEADINGS
from simulator.personas.persona import Ask, CardAsk, NumberAsk, Persona

PAGE = Path(__file__).resolve().parents[2] / "docs" / "personas.md"
_DAY = date(2026, 11, 20)
_OF_NO_PERSON = "of no person, but of the world"
_HEAD = """# Personas: whom one can ask about

Made from `simulator/personas` by `make docs`; don't edit it here.

Every simulator is seeded with these people: one at least for every value of every code that an answer can carry.
`GET /personas?code=LimitCategory:B09` of the controls, or `onshi personas --code LimitCategory:B09`, finds those who
have one: a member of `codes` and its value. Two take a second question, as the situation says: `limit-unchanged` a
一括照会 after a check, `consents-run-out` reading the check again a day later.

Nobody is real, no number is. `onshi personas` lists them, `GET /personas` of the controls (port 8099) gives card, PIN
and numbers, and the controls' own page shows all of it. `onshi check --persona ID` asks about one. Ids and situations
are the same whatever `--seed` and `--date`; names, numbers and days follow from the two, and what is expected holds on
the reference date.

*By card* and *by number* say what a check answers: a validity (資格有効性), or the code of a refusal. Mostly the client
`clinic` asks, for `CARE_VISIT`; where it is another, or something is sent beside, the situation says so. A code is
written as the real interface's messages carry it.

テスト患者の一覧です。ID と状況は `--seed`・`--date` によらず同じで、期待される回答は基準日に成り立ちます。

"""


def page() -> str:
    """Return the whole page."""
    cast = personas(1, _DAY)
    groups = [(group, list(members)) for group, members in groupby(cast, key=lambda persona: persona.group)]
    contents = "".join(
        f"- [{HEADINGS[group][1]} / {HEADINGS[group][0]}](#{group}): {len(members)}\n" for group, members in groups
    )
    sections = "".join(_section(*HEADINGS[group], group, members) for group, members in groups)
    return f"{_HEAD}{len(cast)} personas:\n\n{contents}{_complaints()}{sections}"


def _complaints() -> str:
    rows = "".join(
        f"| {each.told_ja} / {each.told} | {', '.join(f'`{id_}`' for id_ in each.personas) or _OF_NO_PERSON} |\n"
        for each in COMPLAINTS
    )
    return (
        '\n## <a id="complaints"></a>医療機関の困りごと / What clinics complain of\n\n'
        "After 保団連's survey of 10,519 institutions (October to December 2025).\n\n"
        f"| complaint | personas |\n|---|---|\n{rows}"
    )


def _section(heading: str, heading_ja: str, group: str, members: list[Persona]) -> str:
    rows = "".join(_row(persona) for persona in members)
    return (
        f'\n## <a id="{group}"></a>{heading_ja} / {heading}\n\n'
        f"| id | situation | by card | by number | codes |\n|---|---|---|---|---|\n{rows}"
    )


def _row(persona: Persona) -> str:
    story = f"**{persona.title_ja}** {persona.situation_ja}<br>{persona.title}. {persona.situation}"
    asked = _asked(persona.ask)
    cells = (
        f"`{persona.id}`",
        story + (f"<br>Asked by {asked}" if asked else ""),
        _answer(persona.expected.card),
        _answer(persona.expected.insured),
        "<br>".join(f"{element} `{code}`" for element, code in persona.codes.items()),
    )
    return "| " + " | ".join(cells) + " |\n"


def _answer(members: Mapping[str, str] | None) -> str:
    return "-" if members is None else "<br>".join(f"`{value}`" for value in members.values())


def _asked(ask: Ask) -> str:
    card, usual = ask.card, CardAsk()
    said = [f"`{card.client_id}`", f"for `{card.purpose}`"] if card != usual else []
    if card.holder_verification != usual.holder_verification:
        said.append(f"holder verified by `{card.holder_verification}`")
    if card.consents:
        said.append("consents " + ", ".join(f"`{kind}`" for kind in card.consents))
    if card.prescription_form is not None:
        said.append(f"prescription `{card.prescription_form}`")
    if ask.insured.specific_disease_consent != NumberAsk().specific_disease_consent:
        said.append("by number `specific_disease_consent`")
    return "; ".join(said)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
