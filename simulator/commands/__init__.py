"""The command line of `onshi`: what is read before a command does its work."""
