"""Rules about how requests are written."""

from collections.abc import Callable

from simulator.conformance.observation import Observation
from simulator.conformance.past import Past
from simulator.conformance.rule import Judge, Judged, Rule, broken, kept, never_refused

_WRITING = frozenset(
    {"check_eligibility", "bulk_checks_receive", "reference_numbers_register", "reference_numbers_register_many"}
)
_UNKNOWN = frozenset({"extra-forbidden"})
_NUMBERS = ("/insured/", "/demographics/insurer_number")
_CURSORS = ("/query/after", "/query/cursor")


def _violates(is_meant: Callable[[str, str], bool], keeps: Callable[[Observation], bool]) -> Judge:
    """Return a judge that finds the rule broken by such a violation (pointer, code), kept by such an answer."""

    def judge(seen: Observation, _: Past) -> Judged | None:
        if seen.violations and not seen.is_faulty and any(is_meant(*each) for each in seen.violations):
            return broken(seen)
        return kept(seen) if seen.is_answered and keeps(seen) else None

    return judge


def _writes(seen: Observation) -> bool:
    return seen.operation in _WRITING


def _by_numbers(seen: Observation) -> bool:
    return seen.method == "insured_identifier"


def _is_number(pointer: str, code: str) -> bool:
    return any(part in pointer for part in _NUMBERS) and code not in _UNKNOWN


def _is_of_form(pointer: str, code: str) -> bool:
    is_other = pointer in (*_CURSORS, "/as_of") or pointer.startswith(("/header/", "/recheck_of"))
    return not is_other and code not in _UNKNOWN and not _is_number(pointer, code)


def _names_itself(seen: Observation, _: Past) -> Judged | None:
    return kept(seen) if seen.has_agent else broken(seen)


def _knows_addresses(seen: Observation, _: Past) -> Judged | None:
    if seen.operation is None or seen.code == "method-not-allowed":
        return None if seen.is_faulty else broken(seen)
    return kept(seen) if seen.is_answered else None


MESSAGES = (
    Rule(
        "body-readable",
        "A body is JSON in UTF-8, or a message, and no larger than it may be",
        "本文はUTF-8のJSONまたは電文で、上限以内の大きさとする",
        "RFC 8259 8.1; docs/messages.md; refusals body-unreadable, message-unreadable, media-type-unsupported, "
        "content-encoding-unsupported, body-too-large",
        "A body in Shift_JIS or with a wrong Content-Type is read otherwise than it was meant, or not at all.",
        "Shift_JISや誤った Content-Type の本文は、誤って解釈されるか拒否されます。",
        "One of these refusals.",
        never_refused(
            [
                "body-unreadable",
                "message-unreadable",
                "media-type-unsupported",
                "content-encoding-unsupported",
                "body-too-large",
            ],
            _WRITING,
        ),
    ),
    Rule(
        "fields-known",
        "Only fields that the document names are sent",
        "仕様にある項目のみを送信する",
        "the OpenAPI document (additionalProperties: false); refusal request-invalid; docs/messages.md (elements)",
        "A misspelt field would be a flag that nobody reads. REST refuses it; a message is answered without it here, "
        "and may be refused elsewhere.",
        "綴りの誤った項目は意図が伝わりません。RESTでは拒否され、電文では無視されます（実環境では拒否され得ます）。",
        "A violation extra-forbidden, or an element of a message that its layout does not have.",
        _violates(lambda _, code: code in _UNKNOWN, _writes),
    ),
    Rule(
        "values-in-form",
        "Values have the form that the document gives",
        "値は仕様の形式に従う",
        "the OpenAPI document; refusal request-invalid",
        "What can be seen before sending should not cost a round trip at the desk.",
        "送信前に分かる誤りで、受付の待ち時間を増やさないためです。",
        "Any other violation of a body or query.",
        _violates(_is_of_form, _writes),
    ),
    Rule(
        "numbers-in-form",
        "Insurance numbers are sent in their form",
        "保険者番号・記号・番号・枝番は正しい形式で送信する",
        "別紙5-1 業務コード仕様; docs/written-forms.md",
        "A mistyped number finds nobody, or somebody else.",
        "誤った番号は該当なしとなるか、別人に該当します。",
        "A violation of a member of insured.",
        _violates(_is_number, _by_numbers),
    ),
    Rule(
        "day-possible",
        "資格確認日 is a day that can be asked about",
        "資格確認日は照会できる日とする",
        "docs/how-requests-are-read.md (today, or a past day within five years)",
        "Nobody can tell today who will be insured tomorrow; only 一括照会 looks ahead.",
        "将来の資格は確定していません。先の日付は一括照会でのみ指定できます。",
        "A violation of as_of.",
        _violates(lambda pointer, _: pointer == "/as_of", lambda seen: seen.is_check),
    ),
    Rule(
        "cursor-as-given",
        "A cursor is sent back as it was given",
        "カーソルは受け取った値のまま送信する",
        "docs/how-requests-are-read.md (opaque cursors)",
        "What is put together by hand misses entries without a word.",
        "組み立てたカーソルは、取りこぼしの原因になります。",
        "A violation of after or cursor.",
        _violates(lambda pointer, _: pointer in _CURSORS, lambda seen: seen.goes_on),
    ),
    Rule(
        "my-number-never",
        "No My Number is sent",
        "個人番号（マイナンバー）を送信しない",
        "番号法19条 (restricted provision); docs/my-number-guard.md",
        "Eligibility is confirmed without it; who sends it stores it, and may not.",
        "資格確認に個人番号は不要です。送信・保存は法令違反になり得ます。",
        "A refusal my-number-not-accepted.",
        never_refused(["my-number-not-accepted"], _WRITING),
    ),
    Rule(
        "address-known",
        "Only addresses and methods of the document are called",
        "仕様にあるアドレスとメソッドのみを呼び出す",
        "the OpenAPI document; RFC 9110 15.5.5, 15.5.6",
        "A wrong address is a wrong setting, and looks like an outage to whoever stands at the desk.",
        "アドレスの誤りは設定の誤りで、窓口からは障害に見えます。",
        "An address without operation, or a refusal method-not-allowed.",
        _knows_addresses,
    ),
    Rule(
        "user-agent-sent",
        "Every request names the program and its version",
        "User-Agent にプログラム名とバージョンを付ける",
        "RFC 9110 10.1.5",
        "When one version of a receipt system fails, only its name tells which.",
        "特定のバージョンの不具合を切り分けるために必要です。",
        "A request without User-Agent.",
        _names_itself,
    ),
)
