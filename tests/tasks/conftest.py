"""The hospital of relay's tests."""

from tests.relay.conftest import hospital_file, stage

__all__ = ["hospital_file", "stage"]
