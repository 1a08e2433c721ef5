"""The guide at its place on a listener: below ``/guide/``, and where coding agents look for it."""

from starlette.types import ASGIApp, Receive, Scope, Send

NAME = "guide"
_AGENTS_FILES = frozenset({"/llms.txt", "/llms-full.txt"})


class GuideHere:
    """The guide as an app, made when somebody first asks: most of a start is imports, most processes never show it."""

    def __init__(self) -> None:
        self._app: ASGIApp | None = None

    def has(self, path: str) -> bool:
        """Tell whether ``path`` is the guide's."""
        return path.startswith(f"/{NAME}/") or path in _AGENTS_FILES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request whose path is the guide's."""
        if self._app is None:
            from simulator.guide.app import guide_app  # noqa: PLC0415 - see above

            self._app = guide_app()
        root = scope.get("root_path", "")
        under = root if scope["path"] in _AGENTS_FILES else f"{root}/{NAME}"
        # A scope of its own: what watches services from outside knows this one by its root.
        await self._app({**scope, "root_path": under}, receive, send)


class WithGuide:
    """Middleware: the guide beside a program that is served alone, so that its refusals lead to their pages too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._guide = app, GuideHere()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is the guide's, and hand on everything else."""
        is_guides = scope["type"] == "http" and self._guide.has(scope["path"])
        await (self._guide if is_guides else self._app)(scope, receive, send)
