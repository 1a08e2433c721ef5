"""When cover begins and ends, who is a dependant, who pays a claim: pure rules, each with its article."""
