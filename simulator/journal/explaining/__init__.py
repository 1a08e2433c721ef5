"""Why an answer came out so: derived when it is read, by the rules that decided, from what the record names."""
