"""The demo's story: a clinic meets one patient, by card and by number, and three things go wrong on purpose."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onshi.answers import Answer
from onshi.client import Clinic
from onshi.problems import OnshiProblem
from onshi.signer import Signer

PURPOSE = "CARE_VISIT"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done: what came back, how long it took, and whether it was what the story says."""

    title: str
    title_ja: str
    outcome: str
    details: tuple[str, ...]
    took_ms: float
    is_as_expected: bool


@dataclass(frozen=True, slots=True)
class _Came:
    """What came of a call, in words, and whether it was expected."""

    outcome: str
    is_as_expected: bool
    details: tuple[str, ...] = ()


def tell(clinic: Clinic, card: Signer, persona: Mapping[str, Any]) -> Iterator[Step]:
    """Play the story step by step with the persona ``employee-with-limit``, whose card is ``card``."""
    yield _step("Get an access token", "アクセストークンを取得", lambda: _something(clinic.token()))
    nonces: list[str] = []
    yield _step("Ask for a nonce", "ノンスを取得", lambda: _kept(nonces, clinic.challenge()))
    proofs: list[str] = []
    sign = _signing(clinic, card)
    yield _step("The card signs it", "カードが署名（暗証番号で本人確認）", lambda: _kept(proofs, sign(nonces[0])))
    yield _step(
        "Check by My Number Card",
        "マイナンバーカードで資格確認",
        lambda: _valid(clinic.check(presence_proof=proofs[0])),
    )
    yield _step(
        "Check by insurance identifiers",
        "被保険者番号等で資格確認",
        lambda: _valid(clinic.check(insured=persona["insured"], purpose=PURPOSE, limit_certificate_consent=True)),
    )
    yield _step(
        "A private insurer's purpose is refused",
        "民間保険の目的は拒否される",
        lambda: _refused_purpose(clinic.check(insured=persona["insured"], purpose="PRIVATE_INS")),
    )
    yield _step(
        "The same proof again is refused",
        "同じ本人確認データの再送は拒否される",
        lambda: _problem("nonce-used", lambda: clinic.check(presence_proof=proofs[0])),
    )
    yield _step(
        "A forged signature is refused",
        "改ざんされた署名は拒否される",
        lambda: _problem("signature-invalid", lambda: clinic.check(presence_proof=forged(sign(clinic.nonce())))),
    )


def forged(proof: str) -> str:
    """Return ``proof`` with one character in the middle of its signature changed."""
    signed, _, signature = proof.rpartition(".")
    middle = len(signature) // 2
    other = "A" if signature[middle] != "A" else "B"
    return f"{signed}.{signature[:middle]}{other}{signature[middle + 1 :]}"


def _step(title: str, title_ja: str, act: Callable[[], _Came]) -> Step:
    began = time.perf_counter()
    try:
        came = act()
    except OnshiProblem as problem:
        came = _Came(f"{problem.code} ({problem.status})", is_as_expected=False, details=(problem.title,))
    took_ms = (time.perf_counter() - began) * 1000
    return Step(title, title_ja, came.outcome, came.details, took_ms, came.is_as_expected)


def _signing(clinic: Clinic, card: Signer) -> Callable[[str], str]:
    return lambda nonce: card.sign(nonce=nonce, institution=clinic.institution, purpose=PURPOSE)


def _something(text: str) -> _Came:
    return _Came(f"{text[:24]}…" if text else "nothing", is_as_expected=bool(text))


def _kept(kept: list[str], text: str) -> _Came:
    kept.append(text)
    return _something(text)


def _valid(answer: Answer) -> _Came:
    if not answer.results:
        return _Came(f"資格 {answer.validity}", is_as_expected=False)
    result = answer.results[0]
    limit = None if result.limit_certificate is None else result.limit_certificate.monthly_limit
    details = [
        f"{result.insurer.name} 記号 {result.symbol} 番号 {result.number}",
        f"{result.name} {result.birthdate} 負担割合 {result.copay_percent} %",
    ]
    if limit is not None:
        details.append(f"限度額 {_yen(limit.base_yen)} + {limit.rate_percent} % > {_yen(limit.threshold_yen)}")
    return _Came(f"資格 {answer.validity}", answer.is_valid and limit is not None, tuple(details))


def _refused_purpose(answer: Answer) -> _Came:
    refusal = answer.refusal
    if refusal is None:
        return _Came(f"answered: {answer.validity}", is_as_expected=False)
    is_as_expected = answer.outcome == "refused" and refusal.code == "purpose-prohibited" and not answer.results
    return _Came(refusal.code, is_as_expected, (refusal.article, refusal.message_ja))


def _problem(code: str, act: Callable[[], Answer]) -> _Came:
    try:
        answer = act()
    except OnshiProblem as problem:
        return _Came(f"{problem.code} ({problem.status})", problem.code == code, (problem.title_ja, problem.next_step))
    return _Came(f"answered: {answer.validity}", is_as_expected=False)


def _yen(amount: int | None) -> str:
    return "-" if amount is None else f"{amount:,} 円"
