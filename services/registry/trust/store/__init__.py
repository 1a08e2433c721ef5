"""The roots that are pinned."""
