"""The catalogue of notices: each code once, each in both languages, none that tells who the patient is."""

import re

from services.eligibility.answers.shown import NoticeShown
from services.eligibility.rules import notice_texts
from shared.pki.certificate_life import CertificateState

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
ALL = [
    *notice_texts.CERTIFICATE_NOTICES.values(),
    *(each for each in vars(notice_texts).values() if isinstance(each, NoticeShown)),
]


def test_each_notice_has_a_code_of_its_own() -> None:
    codes = [each.code for each in ALL]

    assert sorted(set(codes)) == sorted(codes)
    assert [code for code in codes if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []


def test_each_notice_is_a_sentence_in_both_languages() -> None:
    assert [each.code for each in ALL if not each.message.endswith(".")] == []
    assert [
        each.code for each in ALL if not (each.message_ja.endswith("。") and JAPANESE.search(each.message_ja))
    ] == []
    assert [each.code for each in ALL if "{" in each.message + each.message_ja] == []


def test_a_certificate_near_its_end_and_in_its_grace_is_told_of() -> None:
    told = {state: each.code for state, each in notice_texts.CERTIFICATE_NOTICES.items()}

    assert told == {
        CertificateState.EXPIRES_SOON: "certificate-expires-soon",
        CertificateState.IN_GRACE: "certificate-in-grace",
    }
