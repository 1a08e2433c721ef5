"""Worlds of one's own: made from a template in milliseconds, set back, kept as snapshots, gone without a trace."""
