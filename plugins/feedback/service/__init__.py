"""The use cases of feedback, a function each."""
