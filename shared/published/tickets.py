"""Who has tickets (医療券・調剤券) by what the registry publishes: people whom the centre lists for an institution.

A published record is text. A month stands in tickets alone, so an index of its own holds the people who have any.
"""

from shared.published.versions import holds_at

PEOPLE_WITH_TICKETS = f"""
SELECT p.document FROM registry_published.persons p
WHERE p.document LIKE '%"treatment_month":%' AND {holds_at("p", "$1")}
  AND strpos(p.document, $2) > 0 AND strpos(p.document, $3) > 0
ORDER BY p.person_id
"""  # noqa: S608 - put together from constants
"""In whose record a month (``YYYY-MM``) and an institution stand somewhere: whoever reads it looks where."""
