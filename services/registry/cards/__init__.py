"""Which card certificate belongs to whom (初回登録), and what was reserved for a card that is still to come."""
