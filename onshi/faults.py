"""Faults (障害) for one test: made on the control port, met by the requests that name the test in ``X-Onshi-Test``.

faults = Faults(simulator.control_url, "retries-after-503")
with Clinic(..., test=faults.test) as clinic:
    faults.make("status", {"status": 503}, match={"operation": "check_eligibility"})
    assert clinic.check(...).is_valid
    faults.assert_all_used()
"""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from onshi.connecting import Verify, open_http
from onshi.exchange import Call, always, run
from onshi.problems import raise_for_problem
from onshi.reading import items_of
from onshi.retrying import PATIENT, Sent, send

_LONGEST = 200
_KEPT = 150
_NOT_SENT = re.compile(r"[^ -~]")
_LIKE_MY_NUMBERS = re.compile(r"[0-9]{12,}")


class FaultsUnused(AssertionError):
    """A test has ended before what it wanted to happen has happened; the message names what is left."""


class Faults:
    """The faults of one test, in the world of one control port."""

    def __init__(self, control_url: str, test: str, *, verify: Verify = True) -> None:
        """``test`` is what requests name in ``X-Onshi-Test``: ``Clinic(…, test=faults.test)``."""
        self.test = test
        self._url, self._verify = f"{control_url.rstrip('/')}/faults", verify

    def make(
        self,
        kind: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        match: Mapping[str, Any] | None = None,
        **rule: Any,
    ) -> dict[str, Any]:
        """Make a rule and return it with its ``id``: it fires ``times`` times, by default once; raises OnshiProblem.

        ``match`` narrows it beside the test (``operation``, ``persona``, …); ``rule`` takes ``times``, ``skip``,
        ``every``, ``share``, ``for_seconds``, ``note``.
        """
        body = {"kind": kind, "parameters": parameters or {}, "match": {"test": self.test, **(match or {})}, **rule}
        return dict(self._call(Call("POST", self._url, json=body)).response.json())

    def all(self) -> list[dict[str, Any]]:
        """Return the rules of this test with ``fired``, ``remaining`` and ``exhausted``; raises OnshiProblem."""
        answer = self._call(Call("GET", self._url, params={"test": self.test})).response
        return items_of(answer, "id")

    def assert_all_used(self) -> None:
        """Raise FaultsUnused where a rule of this test has not happened as often as it should."""
        left = [f"{each['id']} {each['kind']} ({each['fired']} fired)" for each in self.all() if not each["exhausted"]]
        if left:
            raise FaultsUnused(f"faults that were not used up: {', '.join(left)}")

    def remove(self) -> None:
        """Remove the rules of this test; raises OnshiProblem."""
        self._call(Call("DELETE", self._url, params={"test": self.test}))

    def _call(self, call: Call) -> Sent:
        with open_http(verify=self._verify) as http:
            sent = run(send(lambda: always(call), PATIENT), http)
        raise_for_problem(sent.response)
        return sent


def id_of_test(name: str) -> str:
    """Return what requests can name a test of this name by: printable ASCII, 200 characters at most."""
    plain = _LIKE_MY_NUMBERS.sub("#", _NOT_SENT.sub("?", name)).strip()
    if plain == name and len(name) <= _LONGEST:
        return name
    return f"{plain[-_KEPT:].strip()}~{sha256(name.encode()).hexdigest()[:8]}"
