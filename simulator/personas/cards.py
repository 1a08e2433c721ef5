"""Personas who are insured, but whose card cannot be used as it is."""

from shared.domain.codes import Sex
from simulator.personas.building import Story, build
from simulator.personas.casting import Casting
from simulator.personas.groups import Group
from simulator.personas.memberships import employee
from simulator.personas.persona import Ask, CardAsk, Persona, PersonaCard
from simulator.personas.places import place_of


def card_personas(casting: Casting) -> list[Persona]:
    """Return the personas of this file: unregistered, three ages of a certificate, revoked, blocked, without PIN."""
    return [
        _with_card(
            casting,
            casting.card("card-not-registered", registered=False),
            id="card-not-registered",
            title="Card not registered for insurance use",
            title_ja="利用登録（初回登録）なし",
            situation="Insured, but the card was never registered: only the number answers.",
            situation_ja="資格はあるが、カードの利用登録がない。番号でのみ照会できる。",
            card_answers={"refusal": "card-not-registered"},
        ),
        _with_card(
            casting,
            casting.card("certificate-expires-soon", ends_in_days=45),
            id="certificate-expires-soon",
            title="Certificate expires soon",
            title_ja="電子証明書の期限切れ間近",
            situation="The certificate ends in 45 days; the answer carries a notice.",
            situation_ja="電子証明書の期限まで45日。回答に通知が付く。",
            card_answers={"validity": "valid", "certificate_state": "expires_soon"},
        ),
        _with_card(
            casting,
            casting.card("certificate-in-grace", ends_in_days=-20),
            id="certificate-in-grace",
            title="Certificate expired, in grace",
            title_ja="電子証明書の期限切れ後3か月以内",
            situation="The certificate ended 20 days ago: eligibility is answered, nothing medical opens.",
            situation_ja="期限から20日経過。資格は返るが、診療情報等は開かない。",
            card_answers={"validity": "valid", "certificate_state": "in_grace"},
        ),
        _with_card(
            casting,
            casting.card("certificate-expired", ends_in_days=-200),
            id="certificate-expired",
            title="Certificate expired, grace over",
            title_ja="電子証明書の有効期限切れ",
            situation="The certificate ended 200 days ago: the card is refused, the number answers.",
            situation_ja="期限から200日経過。カードは使えず、番号では照会できる。",
            card_answers={"refusal": "certificate-expired"},
        ),
        _with_card(
            casting,
            casting.card("card-revoked", revoked_for="keyCompromise"),
            id="card-revoked",
            title="Card reported lost",
            title_ja="電子証明書の失効（紛失届）",
            situation="The holder reported it lost: its certificate is revoked, the number answers.",
            situation_ja="紛失届により電子証明書が失効。番号では照会できる。",
            card_answers={"refusal": "certificate-revoked"},
        ),
        _with_card(
            casting,
            casting.card("card-replaced", revoked_for="superseded"),
            id="card-replaced",
            title="Old card after a new one was issued",
            title_ja="再交付前の古いカード（失効）",
            situation="A new card was issued and the old one is shown: revoked, not expired; the number answers.",
            situation_ja="再交付後に古いカードを提示。期限切れではなく失効。番号では照会できる。",
            card_answers={"refusal": "certificate-revoked"},
            age=52,
        ),
        _with_card(
            casting,
            casting.card("self-information-blocked"),
            is_blocked=True,
            id="self-information-blocked",
            title="Own information is blocked",
            title_ja="自己情報提供不可",
            situation="The card cannot be used as an insurance card; no reason is given, the number answers.",
            situation_ja="カードは保険証として使えない。理由は示されず、番号では照会できる。",
            card_answers={"refusal": "card-not-usable"},
        ),
        _with_card(
            casting,
            casting.card("face-authentication-card", has_pin=False),
            id="face-authentication-card",
            title="Card without a PIN",
            title_ja="顔認証マイナンバーカード",
            situation="The holder is verified by face; that counts only from a client of role reader.",
            situation_ja="顔認証で本人確認。roleがreaderのクライアントからのみ有効。",
            card_answers={"validity": "valid"},
        ),
        _with_card(
            casting,
            casting.card("card-alone"),
            id="card-alone",
            title="A card, and no paper with numbers",
            title_ja="カードのみ（記号・番号不明）",
            situation="Has the card along and nothing that shows the numbers: only the card can be asked with.",
            situation_ja="マイナンバーカードのみ持参し、記号・番号は不明。カードでのみ照会できる。",
            card_answers={"validity": "valid"},
            age=27,
            has_number=False,
        ),
    ]


def _with_card(
    casting: Casting,
    card: PersonaCard,
    *,
    id: str,  # noqa: A002 - the word of the API
    title: str,
    title_ja: str,
    situation: str,
    situation_ja: str,
    card_answers: dict[str, str],
    is_blocked: bool = False,
    age: int | None = None,
    has_number: bool = True,
) -> Persona:
    # Who they are and how they are insured is beside the point: all are employees of one insurer.
    place = place_of(id)
    sex = Sex.FEMALE if place % 2 else Sex.MALE
    birthdate = casting.years_from_now(-age if age else -20 - 2 * place)
    holder = casting.holder(id, sex, birthdate, blocked=is_blocked)
    # A card without a PIN is verified by face, which counts from a reader only.
    by_face = Ask(CardAsk("clinic-reader", holder_verification="face"))
    return build(
        casting,
        Story(id, Group.CARDS, title, title_ja, situation, situation_ja),
        holder,
        employee(casting, id),
        by_card=card_answers,
        card=card,
        has_number=has_number,
        ask=by_face if card.pin is None else None,
    )
