"""Bodies of any size, which a service takes as they come: a deadline counts from their last bytes, not the first."""

from typing import Final

IMPORTS_PATH: Final = "/v1/imports"
_PATHS: Final = (IMPORTS_PATH,)


def is_streamed(method: str, path: str) -> bool:
    """Tell whether the body of a request is such a one; ``path`` may have a world and a service in front."""
    return method == "POST" and path.endswith(_PATHS)
