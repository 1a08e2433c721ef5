"""That this is not the real service: the notice on every page and at every start."""

NOTICE = (
    "UNOFFICIAL simulator of online eligibility confirmation. Not endorsed by 厚生労働省, 支払基金, 国保中央会 or "
    "J-LIS; not for claims. All people, numbers and error codes are invented."
)
NOTICE_JA = (
    "これはオンライン資格確認の非公式シミュレーターです。厚生労働省・支払基金・国保中央会・J-LISとは無関係で、請求には使用できません。"
    "人物・番号・エラーコードはすべて架空のものです。"
)
_RULE = "=" * 78


def loud_notice() -> str:
    """Return the notice as `onshi up` begins with it, before anything is there to be mistaken for the real thing."""
    return f"{_RULE}\n{NOTICE}\n{NOTICE_JA}\n{_RULE}"
