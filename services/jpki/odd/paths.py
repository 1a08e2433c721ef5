"""Certificates with something wrong in who issued them, or in their days."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.profile import AUTHORITY_NAME
from services.jpki.odd.hand import Hand, rs256
from services.jpki.odd.keys import another_key, stranger
from services.jpki.odd.leaf import Leaf, named
from services.jpki.odd.shape import OddProof, Text

_DAY, _YEAR = timedelta(days=1), timedelta(days=365)
_UNKNOWN = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.999.1"), b"\x05\x00")


SIGNED: Final[Mapping[str, Callable[[Leaf], Leaf]]] = {
    "issuer-key-unknown": lambda leaf: replace(leaf, authority=named(b"z" * 20)),
    "issuer-key-none": lambda leaf: replace(leaf, authority=named(None)),
    "issuer-unnamed": lambda leaf: replace(leaf, names_no_authority=True),
    "issuer-serial-other": lambda leaf: replace(
        leaf, authority=x509.AuthorityKeyIdentifier(None, [x509.DirectoryName(AUTHORITY_NAME)], 99)
    ),
    "issuer-name-other": lambda leaf: replace(leaf, issuer=x509.Name([])),
    "critical-extension-unknown": lambda leaf: replace(leaf, more=((_UNKNOWN, True),)),
    "never-ends": lambda leaf: replace(leaf, not_after=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    "grace-beyond-calendar": lambda leaf: replace(leaf, not_after=datetime(9999, 10, 1, tzinfo=UTC)),
    "ended-in-1950": lambda leaf: replace(
        leaf, not_before=datetime(1950, 1, 1, tzinfo=UTC), not_after=datetime(1950, 1, 2, tzinfo=UTC)
    ),
}
"""What each makes of a leaf that its own authority signs."""


def _shown(certificate: Callable[[Hand], x509.Certificate]) -> Callable[[Hand], str]:
    return lambda hand: hand.proof(hand.header(certificate(hand)))


def _signed(name: str) -> Callable[[Hand], str]:
    return _shown(lambda hand: SIGNED[name](hand.leaf()).signed_by(hand.authority))


def _untrusted(name: str, title: Text, odd: Text, forge: Callable[[Hand], str] | None = None) -> OddProof:
    return OddProof(name, "certificate", "certificate-untrusted", title, odd, forge or _signed(name))


def _days(name: str, code: str, title: Text, odd: Text, forge: Callable[[Hand], str] | None = None) -> OddProof:
    return OddProof(name, "certificate", code, title, odd, forge or _signed(name))


def _self_signed(hand: Hand) -> str:
    key = another_key()
    leaf = replace(hand.leaf(), public_key=key.public_key(), authority=named(hand.authority.key_id))
    certificate = leaf.signed_by(Authority(hand.generation, hand.certificate, key))
    return hand.proof(hand.header(certificate), sign=rs256(key))


def _of_another_generation(hand: Hand) -> x509.Certificate:
    other = next(each for each in hand.generations.values() if each.generation != hand.generation)
    return replace(hand.leaf(), authority=named(other.key_id)).signed_by(hand.authority)


def _of_the_first_root(hand: Hand) -> x509.Certificate:
    first = min(hand.generations.values(), key=lambda each: each.last_day)
    # It outlives its root by a year whenever that ends.
    not_after = max(hand.certificate.not_valid_after_utc, first.certificate.not_valid_after_utc + _YEAR)
    return replace(hand.leaf(), not_after=not_after).signed_by(first)


def _by_the_card(hand: Hand) -> x509.Certificate:
    """Issue with the card's key what only an authority may issue: the card as an intermediate."""
    card = x509.AuthorityKeyIdentifier.from_issuer_public_key(hand.key.public_key())
    return replace(hand.leaf(), authority=card).signed_by(Authority(0, hand.certificate, hand.key))


def _broken(hand: Hand) -> str:
    der = bytearray(hand.certificate.public_bytes(Encoding.DER))
    der[-1] ^= 1
    return hand.proof(hand.header(bytes(der)))


PATHS: Final = (
    _untrusted(
        "self-signed",
        Text("他人の発行番号の自己署名証明書", "A victim's serial in a self-signed certificate"),
        Text(
            "発行番号と認証局鍵識別子は本物、署名は自作の鍵です。",
            "Serial and issuer's key id are the victim's, the signature is by a key of one's own.",
        ),
        _self_signed,
    ),
    _untrusted(
        "right-name-wrong-key",
        Text("名前だけ正しい認証局", "Right name, wrong key"),
        Text("発行者名は正しく、鍵は信頼されていません。", "The issuer's name is right, its key nobody's."),
        _shown(lambda hand: hand.leaf().signed_by(stranger())),
    ),
    _untrusted(
        "right-key-id-wrong-key",
        Text("名前と鍵識別子が正しい認証局", "Right name and key id, wrong key"),
        Text("認証局鍵識別子も本物を写しています。", "The issuer's key id is copied as well."),
        _shown(lambda hand: replace(hand.leaf(), authority=named(hand.authority.key_id)).signed_by(stranger())),
    ),
    _untrusted(
        "other-generation-key-id",
        Text("別の世代を名乗る", "The key id of another generation"),
        Text(
            "署名した世代と認証局鍵識別子の世代が違います。",
            "The generation that signed is not the one that it names.",
        ),
        _shown(_of_another_generation),
    ),
    _untrusted(
        "expired-root",
        Text("期限の切れたルート", "Expired root"),
        Text("ルートの満了後まで有効な証明書です。", "It outlives the root that signed it."),
        _shown(_of_the_first_root),
    ),
    _untrusted(
        "issued-by-card",
        Text("カードが発行した証明書", "Issued by a card"),
        Text("カードの鍵が中間認証局として署名しています。", "A card's key signed it, as an intermediate would."),
        _shown(_by_the_card),
    ),
    _untrusted(
        "root-as-leaf",
        Text("ルート証明書そのもの", "The root itself"),
        Text("x5c がルート証明書です。", "x5c is the root."),
        _shown(lambda hand: hand.authority.certificate),
    ),
    _untrusted(
        "certificate-changed",
        Text("書き換えた証明書", "A changed certificate"),
        Text("証明書の署名の最後のビットが違います。", "The last bit of the certificate's signature differs."),
        _broken,
    ),
    _untrusted(
        "issuer-key-unknown",
        Text("未知の認証局鍵識別子", "Unknown issuer key id"),
        Text("どの世代でもない鍵を名乗ります。", "It names a key that no generation has."),
    ),
    _untrusted(
        "issuer-key-none",
        Text("鍵のない認証局鍵識別子", "Issuer key id without a key"),
        Text("拡張はありますが中身がありません。", "The extension stands there, and names no key."),
    ),
    _untrusted(
        "issuer-unnamed",
        Text("認証局鍵識別子がない", "No issuer key id"),
        Text("どの世代の発行かを述べていません。", "It does not say which generation issued it."),
    ),
    _untrusted(
        "issuer-serial-other",
        Text("別のルート証明書を名乗る", "Another certificate of the root"),
        Text("発行者の証明書番号が違います。", "It names another serial of its issuer's certificate."),
    ),
    _untrusted(
        "issuer-name-other",
        Text("発行者名が空", "Another issuer's name"),
        Text("鍵は正しく、発行者名が空です。", "The key is right, the issuer's name is empty."),
    ),
    _untrusted(
        "critical-extension-unknown",
        Text("未知のクリティカル拡張", "Unknown critical extension"),
        Text("理解できない場合は拒否する拡張です。", "What does not know it must refuse (RFC 5280, 4.2)."),
    ),
    _untrusted(
        "never-ends",
        Text("終わりのない有効期間", "It never ends"),
        Text("9999年12月31日まで有効です（RFC 5280 4.1.2.5）。", "It lasts until 9999-12-31 (RFC 5280, 4.1.2.5)."),
    ),
    _untrusted(
        "grace-beyond-calendar",
        Text("猶予期間が暦の外", "A grace beyond the calendar"),
        Text("満了の3か月後の日付がありません。", "Three months after its end there is no day."),
    ),
    _days(
        "not-yet-valid",
        "certificate-not-yet-valid",
        Text("有効期間前", "Not valid yet"),
        Text("明日から有効です。", "It begins tomorrow."),
        _shown(lambda hand: replace(hand.leaf(), not_before=hand.at + _DAY).signed_by(hand.authority)),
    ),
    _days(
        "expired-past-grace",
        "certificate-expired",
        Text("猶予期間も過ぎた", "Expired past the grace"),
        Text(
            "満了から150日経っています（猶予は翌月から3か月）。",
            "It ended 150 days ago; the grace lasts to the end of the third month after.",
        ),
        _shown(
            lambda hand: replace(hand.leaf(), not_before=hand.at - 2 * _YEAR, not_after=hand.at - 150 * _DAY).signed_by(
                hand.authority
            )
        ),
    ),
    _days(
        "ended-in-1950",
        "certificate-expired",
        Text("1950年に満了", "It ended in 1950"),
        Text("UTCTimeで表せる最初の年です。", "The first year that UTCTime can say."),
    ),
)
"""Who issued it, and when."""
