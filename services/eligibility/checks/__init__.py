"""A check (資格確認): asked, judged, recorded and answered."""
