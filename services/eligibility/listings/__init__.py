"""一括取得: patients whom the centre lists for an institution, which names nobody itself."""
