"""利用登録: a card becomes an insurance card, at the portal."""
