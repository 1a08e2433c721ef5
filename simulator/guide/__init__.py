"""The guide: the pages of ``docs/`` as `onshi up` serves them under ``/guide/``, in the frame of all pages.

What is read is the Markdown that travels with the program, so the guide is always of the version that runs, and needs
neither a build nor internet (docs/decisions/0180). Files, from below: ``documents`` are read from the folder;
``anchors`` and ``targets`` say where a link leads; ``rendering`` makes HTML; ``contents`` is the list of pages that
``docs/README.md`` holds; ``search`` finds words in both languages; ``refusals`` has a page for each code; ``llms`` is
the whole for coding agents; ``guide`` holds it all together, and ``app`` serves it.
"""
