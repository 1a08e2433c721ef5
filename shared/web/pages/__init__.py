"""The frame of all pages: one look, two languages, forms that only our own pages can send.

How to add pages to a part of the simulator (a complete example with tests: ``tests/sample_pages``):

1.  Templates in a folder ``templates`` beside the part's ``pages.py``. A page extends ``frame.html`` and fills
    ``title`` (plain text; it is the h1 too) and ``content``; ``parts.html`` has what several pages share. No script and
    no style in them: the content security policy stops both. What htmx does must also be there without it.
2.  Words in a table ``Words`` (``words.py``), each in both languages. A template says ``{{ word("key") }}``, and
    ``{{ either(japanese, english) }}`` for data that comes in both.
3.  ``PAGES = Pages(folder, words, Part.READER)`` once, and ``PAGES.render(request, "visit.html", visit=visit)`` in a
    route. A new part adds its name to ``Part`` and to the words of the frame.
4.  A router with ``dependencies=[Depends(page_query)]`` and ``include_in_schema=False``: it takes ``lang`` and
    ``alert``. An app that does not come from ``new_service_app`` calls ``add_page_assets(app)``.
5.  Addresses on a page are ``{{ link("/visits") }}``: they keep the world's prefix, and the name that the app is
    served under.
6.  A post begins with ``form = await read_form(request)`` (or ``same_origin(request)``) and ends with
    ``return see_other(request, "/visits/1", alert="pin_wrong")``; the page there tells ``alert_pin_wrong``.
7.  A region that goes on by itself is a template of its own, with ``{% call refreshed(id, address) %}`` around it. The
    page includes it, so the first draw is complete, and a route renders it alone; that route may wait (a long poll).
8.  An entry of the main menu: whoever serves the part names its address where ``WithMenu`` is put around the programs.
"""
