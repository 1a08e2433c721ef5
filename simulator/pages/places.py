"""Where the parts of the simulator are, for the main menu: as ``running.json`` announces it.

A new part adds its place here, and so appears on every page.
"""

from collections.abc import Mapping

from shared.web.pages.menu import Part, Place, Places


def places_beside_services(announced: Mapping[str, str]) -> Places:
    """Return the places as the listener of the services shows them."""
    places = {
        Part.FRONT: Place("/"),
        Part.READER: Place("/reader/"),
        Part.PORTAL: Place("/portal/"),
        Part.GUIDE: Place("/guide/"),
        Part.DOCUMENTS: Place("/docs"),
    }
    if "control_url" in announced:
        places[Part.CONSOLE] = Place("/", announced["control_url"])
    return places


def places_beside_controls(announced: Mapping[str, str]) -> Places:
    """Return the places as the listener of the controls shows them; alone, it has its own API document."""
    console = {Part.CONSOLE: Place("/")}
    if "base_url" not in announced:
        return {**console, Part.GUIDE: Place("/guide/"), Part.DOCUMENTS: Place("/docs")}
    services = announced["base_url"]
    beside = {
        Part.FRONT: "/",
        Part.READER: "/reader/",
        Part.PORTAL: "/portal/",
        Part.GUIDE: "/guide/",
        Part.DOCUMENTS: "/docs",
    }
    return {**console, **{part: Place(path, services) for part, path in beside.items()}}
