"""Judging what came back. A bench that counts wrong answers as work done measures nothing."""

from collections import Counter
from collections.abc import Sequence

import msgspec

from loadtests.bench.driver import Answer
from loadtests.worlds.population import Patient

_OK = 200
_IN_ECHO_AND_RECORD = 2


class _LimitCertificate(msgspec.Struct):
    category: str


class _Result(msgspec.Struct):
    symbol: str
    number: str
    limit_certificate: _LimitCertificate | None


class _Check(msgspec.Struct):
    check_id: str
    outcome: str
    method: str
    validity: str | None
    results: list[_Result]


class _Coverage(msgspec.Struct):
    symbol: str
    number: str


class _Item(msgspec.Struct):
    status: str
    check_id: str | None
    validity: str | None
    result: _Coverage | None


class _Bulk(msgspec.Struct):
    items: list[_Item]


class _Echo(msgspec.Struct):
    presence_proof: str


class _Problem(msgspec.Struct):
    type: str


_read_check = msgspec.json.Decoder(_Check).decode
_read_bulk = msgspec.json.Decoder(_Bulk).decode
_read_echo = msgspec.json.Decoder(_Echo).decode
_read_problem = msgspec.json.Decoder(_Problem).decode


class AnswersWrong(Exception):
    """Some answers were not what they had to be; the message counts them by kind and names nobody."""


class Judge:
    """Looks at every answer and remembers what it saw."""

    def __init__(self) -> None:
        self.check_ids: set[str] = set()
        self.checks = 0
        self.messages = 0
        """Checks by message, whose answers do not name them."""
        self.complaints: Counter[str] = Counter()

    def check(self, answer: Answer, patient: Patient, method: str) -> None:
        """Judge the answer to a check of ``patient``: valid, theirs, with their limit certificate."""
        self.checks += 1
        if answer.status != _OK:
            self.complaints[_refusal(answer)] += 1
            return
        try:
            read = _read_check(answer.body)
        except msgspec.MsgspecError:
            self.complaints["not the answer of a check"] += 1
            return
        self.check_ids.add(read.check_id)
        shown = [(result.symbol, result.number) for result in read.results]
        if read.outcome != "answered" or read.validity != "valid" or read.method != method:
            self.complaints[f"{read.outcome}, {read.validity}, {read.method}"] += 1
        elif shown != [(patient.coverage.symbol, patient.coverage.number)]:
            self.complaints["another person's coverage"] += 1
        elif read.results[0].limit_certificate is None or read.results[0].limit_certificate.category != "A03":
            self.complaints["no limit certificate of category A03"] += 1

    def message(self, answer: Answer, patient: Patient) -> None:
        """Judge a message about ``patient``, as ``check`` does an answer over REST."""
        self.messages += 1
        text = answer.body.decode(errors="replace")
        wanted = (
            "<SegmentOfResult>1<",
            "<QualificationValidity>1<",
            "<LimitApplicationCertificateClassificationFlag>A03<",
        )
        if answer.status != _OK:
            self.complaints[_refusal(answer)] += 1
        elif not all(part in text for part in wanted):
            self.complaints["a message of something else"] += 1
        elif text.count(f"<InsuredIdentificationNumber>{patient.coverage.number}<") != _IN_ECHO_AND_RECORD:
            self.complaints["a message about another person"] += 1

    def bulk(self, answer: Answer, patients: Sequence[Patient]) -> None:
        """Judge what came of people who were asked about together: each valid and theirs, in their order."""
        self.checks += len(patients)
        try:
            items = _read_bulk(answer.body).items if answer.status == _OK else None
        except msgspec.MsgspecError:
            items = None
        if items is None or len(items) != len(patients):
            self.complaints[_refusal(answer)] += 1
            return
        self.check_ids.update(item.check_id for item in items if item.check_id is not None)
        for item, patient in zip(items, patients, strict=True):
            if item.validity != "valid" or item.result is None:
                self.complaints[f"{item.status}, {item.validity}, bulk"] += 1
            elif (item.result.symbol, item.result.number) != (patient.coverage.symbol, patient.coverage.number):
                self.complaints["another person's coverage"] += 1

    def echo(self, answer: Answer, sent: bytes) -> None:
        """Judge an echo: what was sent must have come back."""
        try:
            if answer.status != _OK or _read_echo(answer.body) != _read_echo(sent):
                self.complaints["a wrong echo"] += 1
        except msgspec.MsgspecError:
            self.complaints["not an echo"] += 1

    def close(self, rows_stored: int) -> None:
        """Compare with what is stored: one row for each check, with an id of its own. Raises AnswersWrong."""
        if not len(self.check_ids) == self.checks == rows_stored - self.messages:
            self.complaints[
                f"{self.checks} checks and {self.messages} messages gave {len(self.check_ids)} distinct check_ids"
                f" and {rows_stored} rows"
            ] += 1
        if self.complaints:
            raise AnswersWrong("; ".join(f"{count} x {what}" for what, count in self.complaints.most_common(8)))


def _refusal(answer: Answer) -> str:
    try:
        return f"status {answer.status}, {_read_problem(answer.body).type}"
    except msgspec.MsgspecError:
        return f"status {answer.status}"
