"""One command for each other figure of the documents: python -m loadtests.figures.NAME."""
