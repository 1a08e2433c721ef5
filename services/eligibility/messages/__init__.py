"""The bodies of checks as the OpenAPI document shows them; the check path itself reads and writes wire.py's."""
