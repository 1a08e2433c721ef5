"""Where the templates of reports stand: pages that are files, and need nothing else."""

from pathlib import Path

REPORT_TEMPLATES = Path(__file__).parent / "templates" / "report"
