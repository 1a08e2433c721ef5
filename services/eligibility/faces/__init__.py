"""The interfaces to callers. A face reads requests and writes answers; it decides nothing."""
