"""The keys: changed over midway and killed, destroyed, readable by others, and what the database alone says."""

import os
import signal
import warnings
from itertools import count
from pathlib import Path

import pytest

from plugins.feedback.service import sealing
from plugins.feedback.service.keyring import Keyring, KeysUnavailable, KeyTrouble, MonthGone
from plugins.feedback.service.sealing import Unreadable

OLD, NEW = bytes(32), bytes(range(32))
MONTHS = [f"2026-{month:02}" for month in range(1, 13)]


def a_year_of_keys(folder: Path) -> dict[str, bytes]:
    ring = Keyring(folder, (OLD,))
    return {month: ring.make_month(month) for month in MONTHS}


def test_a_month_has_one_key_which_another_process_finds(tmp_path: Path):
    keys = a_year_of_keys(tmp_path)
    assert len(set(keys.values())) == 12
    assert Keyring(tmp_path, (OLD,)).month("2026-03") == keys["2026-03"]
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    with pytest.raises(MonthGone):
        Keyring(tmp_path, (OLD,)).month("2027-01")


def test_the_wrong_key_opens_nothing_and_destroys_nothing(tmp_path: Path):
    keys = a_year_of_keys(tmp_path)
    with pytest.raises(KeysUnavailable) as wrong:
        Keyring(tmp_path, (NEW,)).change_over()
    assert wrong.value.trouble is KeyTrouble.WRONG
    assert {month: Keyring(tmp_path, (OLD,)).month(month) for month in MONTHS} == keys


def change_over_and_die(folder: Path, at: int, when: str) -> int:
    """A process of its own changes the keys over and kills itself right before or after it replaces the `at`-th file;
    what it ended with."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads: the child uses none of what they may hold
        child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    replace, replaced = Path.replace, count(1)

    def dying(part: Path, target: Path) -> None:
        last = next(replaced) == at
        if last and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        replace(part, target)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        Path.replace = dying  # type: ignore[method-assign,assignment]  # in the child alone
        Keyring(folder, (NEW, OLD)).change_over()
    finally:
        os._exit(1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_changing_over_that_is_killed_midway_goes_on_at_the_next_start(tmp_path: Path):
    keys = a_year_of_keys(tmp_path)
    receipts = Keyring(tmp_path, (OLD,)).receipts()
    for at, when in ((1, "before"), (4, "after"), (3, "before")):
        assert change_over_and_die(tmp_path, at, when) == -signal.SIGKILL
        both = Keyring(tmp_path, (NEW, OLD))
        assert {month: both.month(month) for month in MONTHS} == keys
        assert both.receipts() == receipts, "every 查询码 works"
    left = Keyring(tmp_path, (NEW, OLD)).change_over()
    assert left == 12 - 4 - 2
    assert {month: Keyring(tmp_path, (NEW,)).month(month) for month in MONTHS} == keys
    assert not list(tmp_path.glob("*.part-*"))
    assert Keyring(tmp_path, (NEW, OLD)).change_over() == 0


def test_codes_survive_a_change_of_the_key(tmp_path: Path):
    before = Keyring(tmp_path, (OLD,)).receipts()
    Keyring(tmp_path, (NEW, OLD)).change_over()
    assert Keyring(tmp_path, (NEW,)).receipts() == before


def test_without_feedback_key_there_is_one_in_a_file_until_one_is_set(tmp_path: Path):
    key = Keyring(tmp_path, ()).make_month("2026-11")
    assert Keyring(tmp_path, ()).month("2026-11") == key
    assert (tmp_path / "feedback.key").exists()
    assert Keyring(tmp_path, (NEW,)).change_over() == 1
    assert not (tmp_path / "feedback.key").exists()
    assert Keyring(tmp_path, (NEW,)).month("2026-11") == key


def test_a_destroyed_month_opens_nothing(tmp_path: Path):
    ring = Keyring(tmp_path, (OLD,))
    wrapped = sealing.seal(ring.make_month("2026-11"), b"case key", "case", 1)
    assert ring.destroy("2026-11")
    with pytest.raises(MonthGone):
        ring.month("2026-11")
    again = ring.make_month("2026-11")
    with pytest.raises(Unreadable):
        sealing.unseal(again, wrapped, "case", 1)
    assert not ring.destroy("2026-12")


@pytest.mark.skipif(os.name == "nt", reason="modes say nothing on Windows")
def test_a_key_that_others_can_read_is_refused(tmp_path: Path):
    a_year_of_keys(tmp_path)
    (tmp_path / "feedback-2026-05.key").chmod(0o644)
    with pytest.raises(KeysUnavailable) as refused:
        Keyring(tmp_path, (OLD,)).month("2026-05")
    assert refused.value.trouble is KeyTrouble.READABLE


def test_what_is_sealed_for_one_place_opens_in_no_other():
    sealed = sealing.seal_json(NEW, {"text": "热水器"}, "event", 7, 1)
    assert sealing.unseal_json(NEW, sealed, "event", 7, 1) == {"text": "热水器"}
    for about in (("event", 7, 2), ("event", 8, 1), ("header", 7)):
        with pytest.raises(Unreadable):
            sealing.unseal_json(NEW, sealed, *about)
    for changed in (sealed[:-1] + bytes([sealed[-1] ^ 1]), sealed[:20], b""):
        with pytest.raises(Unreadable):
            sealing.unseal_json(NEW, changed, "event", 7, 1)


def test_sizes_say_little():
    assert len({len(sealing.seal_json(NEW, {"text": "字" * count}, "event", 1, 1)) for count in range(60)}) == 1


def test_the_size_of_a_picture_is_one_of_few_and_older_ones_open_as_they_are():
    jpegs = [b"\xff\xd8" + bytes(count) + b"\xff\xd9" for count in range(0, 200_000, 9_000)]
    sealed = [sealing.seal_picture(NEW, jpeg, "picture", 7, 1, 1) for jpeg in jpegs]
    assert len({len(one) for one in sealed}) == 3
    assert [sealing.unseal_picture(NEW, one, "picture", 7, 1, 1) for one in sealed] == jpegs
    older = sealing.seal(NEW, jpegs[3], "picture", 7, 1, 1)
    assert sealing.unseal_picture(NEW, older, "picture", 7, 1, 1) == jpegs[3]
