"""Registering and changing persons (加入者)."""
