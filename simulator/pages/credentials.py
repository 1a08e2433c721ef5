"""The development credentials as an HTML page."""

from collections.abc import Iterable, Mapping
from html import escape

from shared.domain.roles import Role
from simulator.pages.frame import framed, table
from simulator.personas.credentials import INSTITUTIONS, Credential
from simulator.personas.insurers import INSURERS

_HEADS = (
    (20, "利用者区分", "role"),
    (20, "クライアントID", "client_id"),
    (32, "シークレット", "client_secret"),
    (28, "医療機関・保険者", "institution_code / insurer_number"),
)
_ROLES: Mapping[Role, str] = {
    Role.INSTITUTION: "医療機関",
    Role.PHARMACY: "薬局",
    Role.NURSING: "訪問看護",
    Role.LIMITED: "資格確認限定型",
    Role.READER: "顔認証付きカードリーダー",
    Role.INSURER: "保険者",
    Role.MUNICIPALITY: "市区町村",
    Role.REVIEW: "審査支払機関",
    Role.WELFARE: "福祉事務所",
    Role.EMPLOYER: "事業主",
    Role.OPERATOR: "運用者",
}
_NAMES = {each.code: each.name for each in INSTITUTIONS} | {each.number: each.name for each in INSURERS}


def credentials_page(credentials: Iterable[Credential], json_at: str) -> str:
    """Return the page; ``json_at`` is the address of the data."""
    facts = "開発用で秘密ではありません / for development, no secrets"
    return framed(
        "/credentials", facts, json_at, table(_HEADS, ((each.client_id, _cells(each)) for each in credentials))
    )


def _cells(credential: Credential) -> tuple[str, ...]:
    stands_for = credential.institution_code or credential.insurer_number
    where = "" if stands_for is None else f"<code>{escape(stands_for)}</code> {escape(_NAMES.get(stands_for, ''))}"
    role = f"<b>{_ROLES.get(credential.role, '')}</b> <code>{credential.role}</code>"
    return (
        role,
        f"<code>{escape(credential.client_id)}</code>",
        f"<code>{escape(credential.client_secret)}</code>",
        where,
    )
