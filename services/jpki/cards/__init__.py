"""The card in the patient's hand: made, read, made to sign, its PIN reset, its certificate revoked."""
