"""The version of onshi: of the wheel, of every document, page and report. Written here and nowhere else."""

VERSION = "0.1.0"
