"""Where a check is sent to, and where those that were made are read."""

from typing import Final

CHECK_PATH: Final = "/v1/checks"
