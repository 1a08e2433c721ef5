"""`make guide`: every page of the guide; it fails where a link leads nowhere, or a page is in no list."""

import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from shared.web.pages.languages import Language
from simulator.guide.documents import CONTENTS, DECISIONS, DOCS, Document
from simulator.guide.guide import Guide
from simulator.guide.rendering import render
from simulator.guide.targets import Kind, Target, target_of

_IN_DOCS = "docs/"


def mistakes(guide: Guide, root: Path) -> Iterator[str]:
    """Yield what is wrong, a line each; ``root`` is the folder of the source, in which ``docs`` stands."""
    for document in _all(guide):
        for link, target in guide.rendered(document).targets:
            if not _leads_somewhere(guide, root, document, target):
                yield f"docs/{document.file}: {link} leads nowhere"
    for file in sorted(root.glob("*.md")):
        yield from _beside_the_guide(guide, root, file)
    yield from _unlisted(guide)


def _beside_the_guide(guide: Guide, root: Path, file: Path) -> Iterator[str]:
    """Yield the mistakes of a page above ``docs``, as README.md: it is no page of the guide but leads to some."""
    text = file.read_text(encoding="utf-8")
    language = Language.JAPANESE if file.name.endswith(".ja.md") else Language.ENGLISH
    document = Document(CONTENTS, language, text)

    def resolve(link: str) -> Target:
        is_above = not link.startswith(_IN_DOCS) and not urlsplit(link).scheme and not link.startswith("#")
        return target_of(f"../{link}" if is_above else link.removeprefix(_IN_DOCS), document, guide.documents)

    rendered = render(text, resolve, language)
    for link, target in rendered.targets:
        is_of_itself = link.startswith("#")
        is_good = (
            target.fragment in rendered.anchors if is_of_itself else _leads_somewhere(guide, root, document, target)
        )
        if not is_good:
            yield f"{file.name}: {link} leads nowhere"


def _all(guide: Guide) -> Iterator[Document]:
    for name in guide.documents.names:
        for language in Language:
            if (document := guide.documents.in_language(name, language)) is not None:
                yield document


def _leads_somewhere(guide: Guide, root: Path, document: Document, target: Target) -> bool:
    if target.kind is Kind.PAGE:
        shown = guide.documents.shown(target.name, target.language or document.language)
        return not target.fragment or target.fragment in guide.rendered(shown).anchors
    if target.kind is Kind.FILE:
        return guide.file(target.name) is not None
    if target.kind is Kind.REPOSITORY:
        return (root / target.name).exists()
    return target.kind is not Kind.NOWHERE


def _unlisted(guide: Guide) -> Iterator[str]:
    index = guide.rendered(guide.documents.shown(CONTENTS, Language.ENGLISH))
    listed = {target.name for _, target in index.targets}
    for name in guide.documents.names:
        is_a_list = name == CONTENTS or name.startswith(DECISIONS.removesuffix(CONTENTS))
        if not (is_a_list or name in listed):
            yield f"docs/{name}.md: is not in the list of docs/README.md"


def main() -> int:
    """Say each mistake on standard error, and return the exit code."""
    guide = Guide()
    found = list(mistakes(guide, DOCS.parent))
    for each in found:
        print(each, file=sys.stderr)  # noqa: T201 - a program speaks to its user
    if not found:
        print(f"guide: {sum(1 for _ in _all(guide))} pages, every link leads somewhere")  # noqa: T201 - same
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
