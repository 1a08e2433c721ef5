"""The guide for coding agents: ``llms.txt`` lists the pages (https://llmstxt.org), ``llms-full.txt`` has them all."""

from collections.abc import Iterator

from shared.web.pages.languages import Language
from simulator.guide.contents import Entry, Group, contents_of
from simulator.guide.documents import CONTENTS, DECISIONS, Documents

_HEAD = """# onshi

> Unofficial simulator of Japan's online eligibility confirmation (オンライン資格確認): REST, messages of receipt
> computers (電文), folders, a card reader, a patient's portal. All people are invented; it is no official service.

`onshi up` serves everything on http://127.0.0.1:8000 (controls on 8099) without internet. Every refusal is
application/problem+json: branch on `type`, `urn:onshi:problem:` and a code; `/guide/refusals/CODE` has cause and cure.
"""


def llms(documents: Documents, base: str) -> str:
    """Return llms.txt; ``base`` is the address below which the guide is served, without a slash at its end."""
    groups = contents_of(documents, Language.ENGLISH)
    lines = [_HEAD, f"The whole in one file: [llms-full.txt]({base}/llms-full.txt)\n"]
    for group in groups:
        lines.append(f"## {group.title}\n")
        lines += [f"- [{each.title}]({base}/{each.name}.md): {each.about}" for each in _markdown_pages(group)]
        lines.append("")
    lines.append("## Optional\n")
    lines += [
        f"- [{documents.shown(name, Language.ENGLISH).title}]({base}/{name}.md)"
        for name in documents.names
        if name.startswith("decisions/") and name != DECISIONS
    ]
    return "\n".join(lines) + "\n"


def llms_full(documents: Documents) -> str:
    """Return every page of the list in English, in its order, each under its file's name."""
    pages = [each.name for group in contents_of(documents, Language.ENGLISH) for each in _markdown_pages(group)]
    return _HEAD + "".join(_whole(documents, pages))


def _markdown_pages(group: Group) -> Iterator[Entry]:
    return (each for each in group.entries if each.name not in (CONTENTS, DECISIONS))


def _whole(documents: Documents, names: list[str]) -> Iterator[str]:
    for name in dict.fromkeys(names):
        yield f"\n\n<!-- docs/{name}.md -->\n\n{documents.shown(name, Language.ENGLISH).text}"
