"""The decision table of a benefit on its page: typed, checked, said in words, and kept."""
