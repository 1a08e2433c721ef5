"""職員用パスコード: by which a member of staff confirms who stands before the reader (目視確認)."""
