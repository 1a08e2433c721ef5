"""Processes and sockets: started, told their settings, watched, stopped."""
