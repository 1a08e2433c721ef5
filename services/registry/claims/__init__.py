"""Which insurer pays a claim (レセプト振替・分割)."""
