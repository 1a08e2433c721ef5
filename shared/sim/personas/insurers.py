"""The insurers that personas belong to: invented, with insurer part 9xx, which no real insurer has.

保険者番号 is law number 2 (none for 国民健康保険), prefecture 2, insurer 3, check digit 1.
"""

from shared.domain.coverage import Insurer

KYOKAI = Insurer("01139013", "模擬健康保険協会", "kyokai")
SOCIETY = Insurer("06139018", "模擬健康保険組合", "society")
OTHER_SOCIETY = Insurer("06139026", "第二模擬健康保険組合", "society")
MUNICIPAL = Insurer("139014", "模擬市国民健康保険", "municipal_nhi")
ELDERLY = Insurer("39139019", "模擬後期高齢者医療広域連合", "elderly")
INSURERS = (KYOKAI, SOCIETY, OTHER_SOCIETY, MUNICIPAL, ELDERLY)


def with_check_digit(body: str) -> str:
    """Return ``body`` with its check digit: weights 2, 1, 2, … from the right, digit sums, modulus 10."""
    total = 0
    for position, digit in enumerate(reversed(body)):
        product = int(digit) * (1 if position % 2 else 2)
        total += product // 10 + product % 10
    return body + str(-total % 10)
