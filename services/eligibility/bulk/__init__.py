"""一括照会: many patients asked about ahead, worked in the background, kept for a week.

routes.py takes a reception in, store.py keeps it, commands/worker.py works it chunk by chunk (in any worker process),
commands/items.py derives what is shown.
"""
