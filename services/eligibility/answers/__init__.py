"""What an answer holds: plain values. They know no JSON and no way of asking."""
