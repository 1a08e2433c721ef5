"""医療機関の画面: what the receipt system of an institution received, as it hears of it (`GET /v1/checks`)."""
