"""How long each step at a card reader takes, while other clinics' screens wait for checks (long poll).

    python -m loadtests.figures.page_steps --url http://127.0.0.1:8000 --rounds 20 --screens 30

A step is two requests of a browser: the press (POST, with the calls of the other services that it makes) and the page
that it leads to (GET). It says the median and the 95th percentile of each in milliseconds, first with no screen open
and then with ``--screens`` that wait. The health of the same process is asked in between, so that a busy machine shows
itself; ``--process`` is the id of `onshi up`: then the CPU time of one step is told too, of all its processes,
PostgreSQL included, which no load of others changes. Bounded: so many rounds, one after the other.
"""

import argparse
import re
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from loadtests.machine.accounting import cpu_s_of_family
from loadtests.machine.ratios import percentile
from onshi.connecting import open_http

_WAY: tuple[tuple[str, dict[str, str]], ...] = (
    ("place", {"card": "employee-with-limit"}),
    ("choose_pin", {}),
    ("enter_pin", {"pin": "1234"}),
    ("agree_none", {}),
    ("paper", {}),
    ("take_out", {}),
)
_TURN = re.compile(r'name="turn" value="(\d+)"')
_READER = "/reader/clinic-reader"
_SCREEN = "/reader/hospital-reader/received?after=1000000000"
_WITHIN_S = 30.0
_AGAIN_S = 1.0
"""So often does a page ask again."""
Times = dict[str, list[float]]


def visit(browser: httpx.Client, times: Times) -> None:
    """Go the whole way once, and note the milliseconds of each press, of each page, and of the health between them."""
    page = browser.get(_READER).text
    cookies: dict[str, str] = {}
    for event, more in _WAY:
        form = {"event": event, "turn": (_TURN.findall(page) or ["0"])[0], **more}
        began = time.perf_counter()
        pressed = browser.post(f"{_READER}/visit", data=form, cookies=cookies)
        times[f"press {event}"].append(_ms_since(began))
        if pressed.status_code != httpx.codes.SEE_OTHER:
            raise SystemExit(f"{event} was answered {pressed.status_code}")
        cookies |= dict(_cookies_of(pressed))
        began = time.perf_counter()
        page = browser.get(_READER, cookies=cookies).text
        times["page"].append(_ms_since(began))
        began = time.perf_counter()
        browser.get("/reader/healthz")
        times["health"].append(_ms_since(began))


@contextmanager
def screens_that_wait(url: str, count: int) -> Iterator[None]:
    """Keep ``count`` screens waiting for a check, as browsers do: each asks again when it was answered."""
    over = threading.Event()

    def wait() -> None:
        with open_http(base_url=url, timeout=_WITHIN_S) as browser:
            while not over.is_set():
                try:
                    browser.get(_SCREEN)
                    over.wait(_AGAIN_S)
                except httpx.HTTPError:
                    return

    waiting = [threading.Thread(target=wait, daemon=True) for _ in range(count)]
    for each in waiting:
        each.start()
    try:
        yield
    finally:
        over.set()


def measured(browser: httpx.Client, rounds: int, title: str, process_id: int | None) -> None:
    """Go the way so many times, and print a table: what, how often, median, 95th percentile; CPU time of a step."""
    times: Times = defaultdict(list)
    before = None if process_id is None else cpu_s_of_family(process_id)
    for _ in range(rounds):
        visit(browser, times)
    print(f"\n{title}\n{'':<18}{'count':>6}{'median ms':>11}{'p95 ms':>9}")
    for name, found in times.items():
        print(f"{name:<18}{len(found):>6}{statistics.median(found):>11.1f}{percentile(found, 95):>9.1f}")
    if process_id is not None and before is not None:
        each_ms = (cpu_s_of_family(process_id) - before) * 1000 / (rounds * len(_WAY))
        print(f"CPU of a step (press and page), all processes: {each_ms:.1f} ms")


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--screens", type=int, default=30)
    parser.add_argument("--process", type=int)
    options = parser.parse_args()
    with open_http(base_url=options.url, timeout=_WITHIN_S) as browser:
        visit(browser, defaultdict(list))
        measured(browser, options.rounds, "no screen waits", options.process)
        with screens_that_wait(options.url, options.screens):
            measured(browser, options.rounds, f"{options.screens} screens wait", options.process)


def _ms_since(began: float) -> float:
    return (time.perf_counter() - began) * 1000


def _cookies_of(answer: httpx.Response) -> Iterator[tuple[str, str]]:
    for line in answer.headers.get_list("set-cookie"):
        name, _, rest = line.partition("=")
        yield name, rest.partition(";")[0]


if __name__ == "__main__":
    main()
