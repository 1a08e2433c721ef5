"""Records that end by rule (保存期間): whole seals, each step with a signed mark."""
