"""A small app whose migrations do all that destroys data on SQLite when it is done Tortoise's way."""
