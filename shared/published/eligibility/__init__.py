"""What eligibility publishes (schema ``eligibility_published``): the record of checks, its seals and retention marks.

Only eligibility stores records and seals, each by one statement. The rule on how long records are kept removes records,
empties their seals and signs a mark for it; what keeps the order of the record after a restore may move a record that
no seal holds. Nobody else writes here, and no record is ever changed.
"""
