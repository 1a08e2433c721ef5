"""Statistics: how many cards were registered (初回登録), and how patients were checked."""
