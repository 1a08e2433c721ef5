"""`onshi doctor`: what this machine has and lacks for onshi, and what to do about it.

``machine.py`` reads the machine once; ``examining.py`` judges what was read, so that each thing can be wrong in a test;
``trying.py`` does what only trying can tell: ports, and PostgreSQL.
"""
