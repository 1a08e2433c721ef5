"""Whose card it is to be: test patients by their names here, and cards by their ids."""
