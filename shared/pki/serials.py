"""Serial numbers and key identifiers as they are stored and written: serials are unique per authority only."""


def serial_bytes(serial_number: int) -> bytes:
    """Return a serial number as the fewest big-endian bytes, as the published tables hold it."""
    return serial_number.to_bytes(max(1, (serial_number.bit_length() + 7) // 8), "big")


def serial_hex(serial_number: int) -> str:
    """Return a serial number as lower-case hexadecimal, whole bytes, as the API writes it."""
    return serial_bytes(serial_number).hex()


def serial_from_hex(text: str) -> int:
    """Read what ``serial_hex`` writes; raises ValueError."""
    return int.from_bytes(bytes.fromhex(text), "big")
