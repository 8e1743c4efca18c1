"""What several texts need."""

EXAMPLE = "传达 全体\n截止: 周五18:00\n各党支部:……"


def tally(done: int, people: int) -> str:
    """`18/32`."""
    return f"{done}/{people}"


AUDITED = {
    "relay.issue": "发出传达",
    "relay.answer_for": "代阅",
    "relay.remind": "催办传达",
    "relay.move": "改传达的发送时间",
    "relay.correct": "更正传达",
    "relay.stop": "停发传达",
    "relay.recall": "撤回传达",
}
"""What relay's actions in the audit are called."""
