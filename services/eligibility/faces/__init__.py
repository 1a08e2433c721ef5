"""How the world outside asks and is answered. A face reads requests and writes answers; it decides nothing."""
