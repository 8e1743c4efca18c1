from pathlib import Path

import pytest

from plugins.storage.whole import write_whole


def test_what_was_there_is_replaced(tmp_path: Path):
    file = tmp_path / "名册.csv"
    for content in (b"one", b"two"):
        write_whole(file, content)
        assert (file.read_bytes(), list(tmp_path.iterdir())) == (content, [file])


def test_a_failure_leaves_nothing_half_done(tmp_path: Path):
    (tmp_path / "名册.csv").mkdir()
    with pytest.raises(OSError, match=r"名册\.csv"):
        write_whole(tmp_path / "名册.csv", b"one")
    assert [each.name for each in tmp_path.iterdir()] == ["名册.csv"]
    assert not list((tmp_path / "名册.csv").iterdir())
