"""The front page, opened in the browser of whoever started the simulator (`onshi up --open`)."""

import threading
import webbrowser
from collections.abc import Callable


def open_in_browser(url: str, opens: Callable[[str], bool] = webbrowser.open) -> threading.Thread:
    """Open ``url``; where there is no browser, nothing happens. Nobody waits for the browser."""
    opening = threading.Thread(target=opens, args=(url,), daemon=True)
    opening.start()
    return opening
