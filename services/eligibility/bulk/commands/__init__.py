"""What is done for 一括照会: its items worked in the background and shown."""
