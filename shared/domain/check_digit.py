"""検証番号: the check digit of insurer numbers, institution codes and the numbers of 後期高齢者.

From the right end of the body the digits are multiplied by 2, 1, 2, 1, …; the digits of the products are added; what
is missing to the next ten is the check digit. Source: 保険者番号等の設定について (昭和51年8月7日 保発第45号), 別添2,
whose example is the body 0613048 with check digit 8. Zeros in front change nothing, so 8 and 6 digits share it.
"""

_TEN = 10


def check_digit_of(body: str) -> int:
    """Return the check digit of ``body``, the number without it; raises ValueError when it is not ASCII digits."""
    if not (body.isascii() and body.isdigit()):
        raise ValueError("a number's body is digits")
    total = 0
    for position, digit in enumerate(reversed(body)):
        product = int(digit) * (1 if position % 2 else 2)
        total += product // _TEN + product % _TEN
    return -total % _TEN


def with_check_digit(body: str) -> str:
    """Return ``body`` and its check digit; raises ValueError as above."""
    return f"{body}{check_digit_of(body)}"


def check_digit_fits(number: str) -> bool:
    """Tell whether the last digit of ``number`` is its check digit; raises ValueError when it is not ASCII digits."""
    return number[-1:] == str(check_digit_of(number[:-1]))
