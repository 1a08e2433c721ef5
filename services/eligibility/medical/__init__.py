"""Medical data that a consent opens (薬剤, 健診, 診療, 手術, 電カル情報): invented, for a person always the same."""
