"""Personas who prove their presence in another way than by card and PIN, or who choose something at the reader."""

from shared.domain.codes import ConsentState, PrescriptionForm, Sex
from simulator.personas.building import VALID, Story, build
from simulator.personas.casting import Casting
from simulator.personas.code_space import CONSENT_FLAGS, SPECIFIC_DISEASE_FLAG
from simulator.personas.groups import Group
from simulator.personas.memberships import employee
from simulator.personas.persona import Ask, CardAsk, Persona
from simulator.personas.places import place_of

_READER = "clinic-reader"
_EVERYTHING = tuple(CONSENT_FLAGS)
_ELECTRONIC = {"PrescriptionIssueSelect": PrescriptionForm.ELECTRONIC.code}
_PAPER = {"PrescriptionIssueSelect": PrescriptionForm.PAPER.code}


def phone_personas(casting: Casting) -> list[Persona]:
    """Return the personas of this file: Android, iPhone, a blocked PIN, the staff's eyes, consents, an emergency."""
    android = Story(
        "android-phone",
        Group.CARDS,
        "Android phone",
        "スマホ用電子証明書（Android）",
        "The phone instead of the card; it takes a PIN of four digits.",
        "カードの代わりにAndroid端末。暗証番号4桁で認証。",
    )
    iphone = Story(
        "iphone",
        Group.CARDS,
        "iPhone",
        "スマホ用電子証明書（iPhone）",
        "The phone instead of the card; it looks at its holder itself (`device_biometric`) and asks for no PIN.",
        "カードの代わりにiPhone。端末の生体認証を使い、暗証番号は求めない。",
    )
    blocked = Story(
        "pin-blocked",
        Group.CARDS,
        "PIN is blocked",
        "暗証番号ロック",
        "Three wrong PINs were entered: the card signs no more by PIN; by face or by the staff's eyes it does.",
        "暗証番号を3回誤りロック中。顔認証・目視なら利用でき、番号でも照会できる。",
    )
    visual = Story(
        "visual-check",
        Group.CARDS,
        "Looked at by the staff",
        "目視確認",
        "The staff compare the face; that counts only from a client of role reader. Prescription on paper.",
        "職員が目視で本人確認。roleがreaderのクライアントのみ可。処方箋は紙を選択。",
    )
    consents = Story(
        "consents-given",
        Group.CARDS,
        "Consents to everything at the reader",
        "診療情報等の閲覧に同意・電子処方箋",
        "Every kind of medical data may be viewed for 24 hours; the prescription is electronic.",
        "すべての閲覧に同意（24時間有効）。処方箋は電子を選択。",
    )
    refused = Story(
        "consents-refused",
        Group.CARDS,
        "Agrees to nothing at the reader",
        "すべての閲覧に同意しない・紙の処方箋",
        "Insured, and nothing medical opens: every kind was refused at the reader. Prescription on paper.",
        "資格は有効。診療情報等の閲覧はすべて不同意。処方箋は紙を選択。",
    )
    run_out = Story(
        "consents-run-out",
        Group.CARDS,
        "Consents that have run out",
        "同意の有効期限切れ（24時間経過）",
        "Consents to everything; read the check again a day later (`PUT /clock` moves the world there), and every "
        "consent has run out (state 2).",
        "すべての閲覧に同意。`PUT /clock` で翌日に進めて照会を読み直すと、同意区分はすべて2（有効期限切れ）になる。",
    )
    emergency = Story(
        "emergency",
        Group.CARDS,
        "Carried in, cannot be asked",
        "救急搬送（同意取得困難）",
        "Looked at by the hospital's staff, for EMERGENCY: medical data open without consent, and the answer says so "
        "(state 3). The hospital has the emergency authority; other institutions are refused.",
        "病院の職員が目視で本人確認し EMERGENCY で照会。同意なしで閲覧でき、その旨が同意区分3で返る。"
        "救急医療管理権限のない医療機関は拒否される。",
    )
    by_device = Ask(CardAsk(holder_verification="device_biometric"))
    by_eye = Ask(CardAsk(_READER, holder_verification="visual", prescription_form="paper"))
    carried_in = Ask(CardAsk("hospital-reader", purpose="EMERGENCY", holder_verification="visual"))
    choosing = Ask(CardAsk(consents=_EVERYTHING, prescription_form="electronic"))
    everything = Ask(CardAsk(consents=(*_EVERYTHING, "specific_disease")))
    on_paper = Ask(CardAsk(prescription_form="paper"))
    run_out_codes = {**_flags(ConsentState.EXPIRED), SPECIFIC_DISEASE_FLAG: ConsentState.EXPIRED.code}
    no_codes = {**_flags(ConsentState.NONE), SPECIFIC_DISEASE_FLAG: ConsentState.NONE.code}
    return [
        _person(casting, android, carrier="android"),
        _person(casting, iphone, carrier="iphone", ask=by_device),
        _person(casting, blocked, pin_blocked=True),
        _person(casting, visual, ask=by_eye, more_codes=_PAPER),
        _person(casting, consents, ask=choosing, more_codes={**_flags(ConsentState.GIVEN), **_ELECTRONIC}),
        _person(casting, refused, ask=on_paper, more_codes={**no_codes, **_PAPER}, age=58),
        _person(casting, run_out, ask=everything, more_codes=run_out_codes, age=62),
        _person(casting, emergency, ask=carried_in, more_codes=_flags(ConsentState.UNOBTAINABLE)),
    ]


def _flags(state: ConsentState) -> dict[str, str]:
    return dict.fromkeys(CONSENT_FLAGS.values(), state.code)


def _person(
    casting: Casting,
    story: Story,
    *,
    carrier: str = "card",
    pin_blocked: bool = False,
    ask: Ask | None = None,
    more_codes: dict[str, str] | None = None,
    age: int | None = None,
) -> Persona:
    place = place_of(story.id)
    holder = casting.holder(
        story.id, Sex.FEMALE if place % 2 else Sex.MALE, casting.years_from_now(-age if age else 30 - place)
    )
    return build(
        casting,
        story,
        holder,
        employee(casting, story.id),
        by_card={"refusal": "pin-blocked"} if pin_blocked else VALID,
        card=casting.card(story.id, has_pin=carrier != "iphone", carrier=carrier, pin_blocked=pin_blocked),
        ask=ask,
        more_codes=more_codes,
    )
