"""What a vendor's own program or test imports of onshi: a client, a card that signs, the console script.

It knows nothing of the program's packages and starts it as a process, so a repository with a ``shared`` or
``services`` of its own can use it. Import what you need: ``from onshi.client import Clinic``.
"""
