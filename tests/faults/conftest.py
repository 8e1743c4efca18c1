"""The hospital of relay's tests, for faults that a secretary meets."""

from tests.relay.conftest import hospital_file, stage

__all__ = ["hospital_file", "stage"]
