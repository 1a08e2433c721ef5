"""A part of a simulator as small as can be, with all that pages have: the example of shared/web/pages."""
