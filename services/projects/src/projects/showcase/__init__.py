"""The showcase: published results that anybody may read."""
