"""Notices that go with an answer: what the clinic or the patient should know, never an error. Pure."""

from services.eligibility.wire import NoticeShown
from shared.pki.certificate_life import CertificateState

_BY_STATE = {
    CertificateState.EXPIRES_SOON: NoticeShown(
        "certificate-expires-soon",
        "The card's certificate ends within three months.",
        "電子証明書の有効期限が3か月以内に切れます。",
    ),
    CertificateState.IN_GRACE: NoticeShown(
        "certificate-in-grace",
        "The card's certificate has expired; until the end of the grace it opens eligibility, not medical data.",
        "電子証明書の有効期限が切れています。猶予期間中は資格確認のみ可能で、診療情報等は閲覧できません。",
    ),
}


def certificate_notices(state: CertificateState) -> tuple[NoticeShown, ...]:
    """Return what to say about a certificate of that age."""
    notice = _BY_STATE.get(state)
    return () if notice is None else (notice,)
