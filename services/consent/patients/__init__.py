"""The patient's own view (マイナポータル), as an API."""
