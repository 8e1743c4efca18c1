"""The commands of org, a file a subject; importing one registers what is in it."""

from . import bindings, refusals, tree

__all__ = ["bindings", "refusals", "tree"]
