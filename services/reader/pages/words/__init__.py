"""The words of the card reader's pages. All wording is ours: makers' readers differ, and none was copied."""
