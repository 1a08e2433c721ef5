"""The insurers that personas belong to: invented, one at least of each kind.

保険者番号 is law number 2 (none for 国民健康保険), prefecture 2, insurer 3, check digit 1. No real insurer has an
insurer part 9xx; 国保 societies must have 3xx, so theirs is in prefecture 99, which does not exist.
"""

from shared.domain.coverage import Insurer
from shared.domain.insurers import InsurerKind

KYOKAI = Insurer("01139013", "模擬健康保険協会", InsurerKind.KYOKAI)
SOCIETY = Insurer("06139018", "模擬健康保険組合", InsurerKind.SOCIETY)
OTHER_SOCIETY = Insurer("06139026", "第二模擬健康保険組合", InsurerKind.SOCIETY)
MUNICIPAL = Insurer("139014", "模擬市国民健康保険", InsurerKind.MUNICIPAL_NHI)
ELDERLY = Insurer("39139019", "模擬後期高齢者医療広域連合", InsurerKind.ELDERLY)
SEAMEN = Insurer("02139012", "模擬船員保険", InsurerKind.SEAMEN)
DAY_LABOURERS = Insurer("03139011", "模擬健康保険協会（日雇特例）", InsurerKind.DAY_LABOURER)
SELF_DEFENCE = Insurer("07139017", "模擬自衛官診療", InsurerKind.SELF_DEFENCE)
PUBLIC_ASSISTANCE = Insurer("12139010", "模擬市福祉事務所", InsurerKind.PUBLIC_ASSISTANCE)
STATE = Insurer("31139017", "模擬国家公務員共済組合", InsurerKind.MUTUAL_AID_STATE)
LOCAL = Insurer("32139016", "模擬地方職員共済組合", InsurerKind.MUTUAL_AID_LOCAL)
POLICE = Insurer("33139015", "模擬警察共済組合", InsurerKind.MUTUAL_AID_POLICE)
SCHOOL = Insurer("34139014", "模擬公立学校共済組合", InsurerKind.MUTUAL_AID_SCHOOL)
SPECIAL_RETIRED = Insurer("63139018", "模擬特定健康保険組合", InsurerKind.SPECIAL_RETIRED)
NHI_RETIRED = Insurer("67139014", "模擬市国民健康保険（退職者医療）", InsurerKind.NHI_RETIRED)
NHI_SOCIETY = Insurer("993014", "模擬国民健康保険組合", InsurerKind.NHI_SOCIETY)
INSURERS = (
    KYOKAI,
    SOCIETY,
    OTHER_SOCIETY,
    MUNICIPAL,
    ELDERLY,
    SEAMEN,
    DAY_LABOURERS,
    SELF_DEFENCE,
    PUBLIC_ASSISTANCE,
    STATE,
    LOCAL,
    POLICE,
    SCHOOL,
    SPECIAL_RETIRED,
    NHI_RETIRED,
    NHI_SOCIETY,
)
