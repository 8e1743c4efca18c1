"""What several texts need."""

EXAMPLE = "传达 全体\n截止: 周五18:00\n各党支部:……"


def tally(done: int, people: int) -> str:
    """`18/32`."""
    return f"{done}/{people}"
