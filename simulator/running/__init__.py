"""Processes and sockets: started with their settings, watched, stopped."""
