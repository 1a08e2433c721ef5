"""What many people in one message take: time until the answer is whole, and by how much a worker grows meanwhile.

`python -m loadtests.figures.many [--people 5000]` starts a simulator and hands in a 一括照会 (muquc01) and a
照会番号一括登録 (muimm01) of so many units, then asks for what came of each until it is there.
"""

import argparse
import os
import re
import time
from typing import Any

import httpx

from loadtests.bench.message import REGISTRATION_INFO, SEARCH_INFO, Leaves, insured_leaves, message
from loadtests.machine.accounting import cpu_s_of_family
from loadtests.machine.memory import begin_peaks, most_grown
from onshi.client import Clinic
from onshi.connecting import open_http
from onshi.simulator import RunningSimulator, running_simulator

_CLIENT, _SECRET, _INSTITUTION = "clinic", "clinic-development-secret", "9910000018"
_PERSONA = "employee-with-limit"
_LONGEST_S = 150.0
_LOOK_EVERY_S = 0.2
_KB_A_MB = 1024
_NUMBER = re.compile(rb"<ReceptionNumber>([^<]+)</ReceptionNumber>")
_DONE = b"<SegmentOfResult>1</SegmentOfResult>"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m loadtests.figures.many", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--people", type=int, default=5000, help="units of each message (5000)")
    options = parser.parse_args()
    with running_simulator() as simulator, open_http(timeout=_LONGEST_S) as http:
        who: dict[str, Any] = http.get(f"{simulator.control_url}/personas/{_PERSONA}").raise_for_status().json()
        with Clinic(simulator.base_url, _CLIENT, _SECRET) as clinic:
            http.headers["Authorization"] = f"Bearer {clinic.token()}"
        day = who["as_of"].replace("-", "")
        numbered = insured_leaves(who["insured"])
        asked = numbered | {"Birthdate": who["insured"]["birthdate"].replace("-", "")}
        for few in (True, False):
            people = 10 if few else options.people
            units = [asked | {"ArbitraryIdentifier": f"pt-{each}"} for each in range(people)]
            _measure(
                simulator, http, "muquc", SEARCH_INFO, {"QualificationConfirmationDate": day}, units, tells=not few
            )
            units = [numbered | {"ReferenceNumber": f"pt-{each}"} for each in range(people)]
            _measure(simulator, http, "muimm", REGISTRATION_INFO, {}, units, tells=not few)


def _measure(
    simulator: RunningSimulator,
    http: httpx.Client,
    kind: str,
    name: str,
    header: Leaves,
    units: list[dict[str, str | None]],
    *,
    tells: bool,
) -> None:
    sent = message({**header, "MedicalInstitutionCode": _INSTITUTION}, name, units)
    used_s, before, began = _used_s(), begin_peaks(os.getpid()), time.perf_counter()
    received = _asked(simulator, http, f"{kind}01", sent)
    number = _NUMBER.search(received)
    if number is None:
        raise SystemExit(f"{kind}01 was answered with no reception")
    received_s = time.perf_counter() - began
    look = message({"MedicalInstitutionCode": _INSTITUTION}, "ReceptionNumber", []).replace(
        b"<MessageBody>", b"<MessageBody>" + number[0]
    )
    while _DONE not in (whole := _asked(simulator, http, f"{kind}02", look))[:2000]:
        if time.perf_counter() - began > _LONGEST_S:
            raise SystemExit(f"{kind}: not done in {_LONGEST_S:.0f} s")
        # As a receipt computer pauses.
        time.sleep(_LOOK_EVERY_S)
    took_s, used_s = time.perf_counter() - began, _used_s() - used_s
    if whole.count(b"<ProcessingResultStatus>1<") != len(units):
        raise SystemExit(f"{kind}: not every unit was answered")
    if tells:
        grown_mb = most_grown(os.getpid(), before) / _KB_A_MB
        print(
            f"{kind} of {len(units)}: received in {received_s:.1f} s, whole after {took_s:.1f} s;"
            f" {len(sent) / 1e6:.1f} MB in, {len(whole) / 1e6:.1f} MB out;"
            f" CPU {used_s:.1f} s of all; the program that grew most: {grown_mb:.0f} MB; load {os.getloadavg()[0]:.1f}"
        )


def _used_s() -> float:
    return cpu_s_of_family(os.getpid()) - time.process_time()


def _asked(simulator: RunningSimulator, http: httpx.Client, kind: str, content: bytes) -> bytes:
    url = f"{simulator.base_url}/eligibility/oqs/messages?type={kind}"
    answer = http.post(url, content=content, headers={"Content-Type": "application/xml"})
    return answer.raise_for_status().content


if __name__ == "__main__":
    main()
