from plugins.gateway.limits import Bounded, Once, Pass, Rate


def test_a_bounded_dict_forgets_the_oldest_first():
    held: Bounded[int, str] = Bounded(2)
    for key in (1, 2, 3):
        held[key] = str(key)
    assert list(held) == [2, 3]


def test_a_flood_is_told_once_a_minute_and_then_ignored():
    rate = Rate(most=2)
    assert [rate.take("10001", second) for second in (0, 1, 2, 3)] == [Pass.OK, Pass.OK, Pass.FIRST_OVER, Pass.OVER]
    assert rate.take("10002", 3) is Pass.OK
    assert rate.take("10001", 61) is Pass.OK


def test_the_same_key_is_first_again_after_its_time():
    once: Once[str] = Once(size=10, seconds=600)
    assert once.first("a", at=0)
    assert not once.first("a", at=599)
    assert once.first("a", at=1200)


def test_a_forgotten_key_is_first_again():
    once: Once[int] = Once(size=2, seconds=600)
    assert all(once.first(key, at=0) for key in (1, 2, 3))
    assert once.first(1, at=1)
