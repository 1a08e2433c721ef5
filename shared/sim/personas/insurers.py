"""The insurers that personas belong to: invented, one at least of each kind.

保険者番号 is law number 2 (none for 国民健康保険), prefecture 2, insurer 3, check digit 1. No real insurer has an
insurer part 9xx; 国保 societies must have 3xx, so theirs is in prefecture 99, which does not exist.
"""

from shared.domain.coverage import Insurer

KYOKAI = Insurer("01139013", "模擬健康保険協会", "kyokai")
SOCIETY = Insurer("06139018", "模擬健康保険組合", "society")
OTHER_SOCIETY = Insurer("06139026", "第二模擬健康保険組合", "society")
MUNICIPAL = Insurer("139014", "模擬市国民健康保険", "municipal_nhi")
ELDERLY = Insurer("39139019", "模擬後期高齢者医療広域連合", "elderly")
SEAMEN = Insurer("02139012", "模擬船員保険", "seamen")
DAY_LABOURERS = Insurer("03139011", "模擬健康保険協会（日雇特例）", "day_labourer")
SELF_DEFENCE = Insurer("07139017", "模擬自衛官診療", "self_defence")
PUBLIC_ASSISTANCE = Insurer("12139010", "模擬市福祉事務所", "public_assistance")
STATE = Insurer("31139017", "模擬国家公務員共済組合", "mutual_aid_state")
LOCAL = Insurer("32139016", "模擬地方職員共済組合", "mutual_aid_local")
POLICE = Insurer("33139015", "模擬警察共済組合", "mutual_aid_police")
SCHOOL = Insurer("34139014", "模擬公立学校共済組合", "mutual_aid_school")
SPECIAL_RETIRED = Insurer("63139018", "模擬特定健康保険組合", "special_retired")
NHI_RETIRED = Insurer("67139014", "模擬市国民健康保険（退職者医療）", "nhi_retired")
NHI_SOCIETY = Insurer("993014", "模擬国民健康保険組合", "nhi_society")
INSURERS = (
    *(KYOKAI, SOCIETY, OTHER_SOCIETY, MUNICIPAL, ELDERLY),
    *(SEAMEN, DAY_LABOURERS, SELF_DEFENCE, PUBLIC_ASSISTANCE),
    *(STATE, LOCAL, POLICE, SCHOOL),
    *(SPECIAL_RETIRED, NHI_RETIRED, NHI_SOCIETY),
)
