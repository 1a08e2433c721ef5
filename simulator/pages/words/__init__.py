"""The words of the console, a table for each of its pages."""
