from pathlib import Path

import pytest
from pydantic import Field

from plugins import storage
from plugins.storage.config import Config


class Example(storage.Settings):
    """A plugin's settings."""

    secret_word: str = Field(default="", max_length=3, description="至多 3 个字", examples=["abc"])
    """A word."""


def test_a_wrong_value_is_one_line_without_the_value(monkeypatch, capsys):
    monkeypatch.setenv("SECRET_WORD", "hunter2")
    with pytest.raises(SystemExit) as stop:
        storage.load_settings(Example)
    line = capsys.readouterr().err
    assert stop.value.code == 2
    assert line.count("\n") == 1
    assert "SECRET_WORD" in line
    assert "至多 3 个字" in line
    assert "abc" in line
    assert "hunter2" not in line


def test_numbers_may_stand_where_text_is_expected(monkeypatch):
    monkeypatch.setenv("SECRET_WORD", "123")
    assert storage.load_settings(Example).secret_word == "123"


@pytest.mark.parametrize(
    "values",
    [
        {"timezone": "Asia/Beijing"},
        {"database_url": "mysql://x"},
        {"database_url": "sqlite://:memory:"},
        {"backup_keep_days": 0},
        {"data_officer": "somebody"},
    ],
)
def test_what_is_not_allowed_is_refused(values: dict[str, object]):
    with pytest.raises(ValueError, match="validation error"):
        Config.model_validate(values)


def test_relative_folders_start_at_the_project(monkeypatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    assert Config(data_dir=Path("data")).data_dir == storage.config.PROJECT / "data"
