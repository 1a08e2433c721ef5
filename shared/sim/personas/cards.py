"""Personas who are insured while something is the matter with their card."""

from shared.domain.codes import Sex
from shared.sim.personas.casting import Casting
from shared.sim.personas.covered import insured_persona
from shared.sim.personas.memberships import employee
from shared.sim.personas.persona import Persona, PersonaCard


def card_personas(casting: Casting) -> list[Persona]:
    """Return seven of them: unregistered, three ages of a certificate, revoked, blocked, without PIN."""
    return [
        _with_card(
            casting,
            10,
            casting.card("card-not-registered", registered=False),
            id="card-not-registered",
            title="Card not registered for insurance use",
            title_ja="利用登録（初回登録）なし",
            situation="Insured, but the card was never registered: only the number answers.",
            card_answers={"refusal": "card-not-registered"},
        ),
        _with_card(
            casting,
            11,
            casting.card("certificate-expires-soon", ends_in_days=45),
            id="certificate-expires-soon",
            title="Certificate expires soon",
            title_ja="電子証明書の期限切れ間近",
            situation="The certificate ends in 45 days; the answer carries a notice.",
            card_answers={"validity": "valid", "certificate_state": "expires_soon"},
        ),
        _with_card(
            casting,
            12,
            casting.card("certificate-in-grace", ends_in_days=-20),
            id="certificate-in-grace",
            title="Certificate expired, in grace",
            title_ja="電子証明書の期限切れ後3か月以内",
            situation="The certificate ended 20 days ago: eligibility is answered, nothing medical opens.",
            card_answers={"validity": "valid", "certificate_state": "in_grace"},
        ),
        _with_card(
            casting,
            13,
            casting.card("certificate-expired", ends_in_days=-200),
            id="certificate-expired",
            title="Certificate expired, grace over",
            title_ja="電子証明書の有効期限切れ",
            situation="The certificate ended 200 days ago: the card is refused, the number answers.",
            card_answers={"refusal": "certificate-expired"},
        ),
        _with_card(
            casting,
            14,
            casting.card("card-revoked", revoked_for="keyCompromise"),
            id="card-revoked",
            title="Card reported lost",
            title_ja="電子証明書の失効（紛失届）",
            situation="The holder reported it lost: its certificate is revoked, the number answers.",
            card_answers={"refusal": "certificate-revoked"},
        ),
        _with_card(
            casting,
            15,
            casting.card("self-information-blocked"),
            is_blocked=True,
            id="self-information-blocked",
            title="Own information is blocked",
            title_ja="自己情報提供不可",
            situation="The card cannot be used as an insurance card; no reason is given, the number answers.",
            card_answers={"refusal": "card-not-usable"},
        ),
        _with_card(
            casting,
            16,
            casting.card("face-authentication-card", has_pin=False),
            id="face-authentication-card",
            title="Card without a PIN",
            title_ja="顔認証マイナンバーカード",
            situation="The holder is verified by face; that counts only from a client of role reader.",
            card_answers={"validity": "valid"},
        ),
    ]


def _with_card(
    casting: Casting,
    place: int,
    card: PersonaCard,
    *,
    id: str,  # noqa: A002 - the word of the API
    title: str,
    title_ja: str,
    situation: str,
    card_answers: dict[str, str],
    is_blocked: bool = False,
) -> Persona:
    # Who they are and how they are insured is beside the point: all are employees of one insurer.
    sex = Sex.FEMALE if place % 2 else Sex.MALE
    holder = casting.holder(id, place, sex, casting.years_from_now(-20 - 2 * place), blocked=is_blocked)
    return insured_persona(
        casting,
        holder,
        employee(casting, id),
        id=id,
        title=title,
        title_ja=title_ja,
        situation=situation,
        card=card,
        card_answers=card_answers,
    )
