"""The pages of the console: their words, and what each of them says of the same data for programs."""

import shlex
from pathlib import Path

from shared.web.pages.menu import Part
from shared.web.pages.pages import Pages
from shared.web.pages.words import Words
from simulator.pages.words.asking import ASKING_WORDS
from simulator.pages.words.clock import CLOCK_WORDS
from simulator.pages.words.conformance import CONFORMANCE_WORDS
from simulator.pages.words.credentials import CREDENTIAL_WORDS
from simulator.pages.words.faults import FAULT_WORDS
from simulator.pages.words.figures import FIGURE_WORDS
from simulator.pages.words.journal import JOURNAL_WORDS
from simulator.pages.words.odd_proofs import ODD_PROOF_WORDS
from simulator.pages.words.personas import PERSONA_WORDS
from simulator.pages.words.sandboxes import SANDBOX_WORDS

_WORDS: Words = {
    "console_title": ("管理コンソール", "Console"),
    "console_menu": ("コンソールメニュー", "Console menu"),
    "console_home": ("概要", "Overview"),
    "console_api": ("コンソールのAPI", "API of the console"),
    "copy": ("コピー", "Copy"),
    "copied": ("コピーしました", "Copied"),
    **PERSONA_WORDS,
    **ASKING_WORDS,
    **CREDENTIAL_WORDS,
    **CLOCK_WORDS,
    **FIGURE_WORDS,
    **FAULT_WORDS,
    **SANDBOX_WORDS,
    **JOURNAL_WORDS,
    **ODD_PROOF_WORDS,
    **CONFORMANCE_WORDS,
}
CONSOLE_PAGES = Pages(Path(__file__).parent / "templates" / "console", _WORDS, Part.CONSOLE)


def command_for(address: str) -> str:
    """Return the command that gets ``address`` as JSON; no proxy stands between a reader and their own machine."""
    return f"curl --noproxy '*' {shlex.quote(address)}"
