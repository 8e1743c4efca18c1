"""The commands of org, a file a subject; importing one registers what is in it."""

from . import bindings, claims, doubts, duty, matching, personal, posts, refusals, roster, tree

__all__ = ["bindings", "claims", "doubts", "duty", "matching", "personal", "posts", "refusals", "roster", "tree"]
