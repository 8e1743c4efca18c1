"""The rules: what is masked, which backups go, when an administrator is told."""

from datetime import UTC, datetime, timedelta

import pytest

from plugins.ops.domain import (
    QUIET_FOR,
    UNCONNECTED_AFTER,
    Notice,
    Standing,
    Trouble,
    Watch,
    backup_name,
    expired,
    is_strong,
    masked,
    next_night,
    taken_at,
)

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
WELL, OFFLINE, PAUSED = (
    Standing("10000"),
    Standing("10000", offline=True),
    Standing("10000", paused=True, unproved=True),
)
UNPROVED = Standing("10000", unproved=True)


def told(watch: Watch, standing: Standing, now: datetime) -> Notice | None:
    """Looks, and what is said reaches somebody."""
    notice = watch.notice(standing, now)
    if notice:
        watch.keep(notice, now)
    return notice


@pytest.mark.parametrize(("number", "shown"), [("1234567878", "12****78"), ("10001", "1****1"), ("7", "****")])
def test_numbers_are_masked(number, shown):
    assert masked(number) == shown


@pytest.mark.parametrize(
    ("token", "strong"),
    [("12345678901234567890", False), ("a" * 40, False), ("short-Tok3n", False), ("kq8Zp-3xVt_9LmN2rW5y", True)],
)
def test_a_token_is_strong_or_not(token, strong):
    assert is_strong(token) is strong


def test_a_name_says_when_it_was_taken():
    for why in ("", "restore", "migration"):
        assert taken_at(backup_name("tongxin", NOW, ".db", why)) == NOW
    assert taken_at("tongxin-20261124T030000123456Z-before-migration.db") == NOW
    assert taken_at("somebody-else.db") is None


def test_old_backups_of_every_kind_go_with_their_checksums_and_what_is_not_ours_stays():
    old, young = NOW - timedelta(days=31), NOW - timedelta(days=29)
    names = [backup_name("tongxin", at, ".db", why) for at in (old, young) for why in ("", "restore", "migration")]
    names += [names[0] + ".sha256", names[3] + ".sha256", "x.db.part", "letter.txt"]
    gone = expired(((name, old) for name in names), NOW, keep_days=30)
    assert set(gone) == {*names[:3], names[6], "x.db.part"}
    assert expired([("x.db.part", NOW)], NOW, keep_days=30) == []


def test_the_next_night_is_ahead():
    assert next_night(datetime(2026, 12, 31, 3, 30)) == datetime(2027, 1, 1, 3, 30)  # noqa: DTZ001 - any zone
    assert next_night(datetime(2026, 12, 31, 3, 29)) == datetime(2026, 12, 31, 3, 30)  # noqa: DTZ001


def test_a_trouble_is_told_once_and_its_end_once():
    watch = Watch()
    assert told(watch, OFFLINE, NOW) == Notice("10000", Trouble.OFFLINE)
    assert told(watch, OFFLINE, NOW + timedelta(hours=9)) is None
    assert told(watch, WELL, NOW + timedelta(hours=10)) == Notice("10000", None)
    assert told(watch, WELL, NOW + timedelta(hours=11)) is None


def test_an_account_that_comes_and_goes_is_told_about_once_in_half_an_hour():
    watch, notices = Watch(), []
    for minute in range(60):
        notices.append(told(watch, OFFLINE if minute % 2 else WELL, NOW + timedelta(minutes=minute)))
    assert notices.count(Notice("10000", Trouble.OFFLINE)) == 2
    assert notices.count(Notice("10000", None)) <= 2


def test_what_nobody_took_is_told_again():
    watch = Watch()
    assert watch.notice(OFFLINE, NOW) is not None
    assert watch.notice(OFFLINE, NOW + timedelta(minutes=1)) is not None


def test_an_account_whose_sends_failed_is_back_when_one_has_gone_out():
    watch = Watch()
    assert told(watch, PAUSED, NOW) == Notice("10000", Trouble.PAUSED)
    assert told(watch, UNPROVED, NOW + timedelta(minutes=1)) is None
    assert told(watch, WELL, NOW + timedelta(minutes=2)) == Notice("10000", None)


def test_logged_in_again_is_back_before_anything_has_gone_out():
    watch = Watch()
    told(watch, OFFLINE, NOW)
    assert told(watch, UNPROVED, NOW + QUIET_FOR) == Notice("10000", None)


def test_an_implementation_that_restarts_is_no_trouble():
    watch = Watch()
    for seconds in (1, 60, 119):
        assert told(watch, Standing("10000", timedelta(seconds=seconds)), NOW) is None
    assert told(watch, Standing("10000", UNCONNECTED_AFTER), NOW) == Notice("10000", Trouble.UNCONNECTED)
    assert told(watch, Standing("10000", UNCONNECTED_AFTER * 2), NOW) is None
