"""What several texts need."""

from ..domain import Act, State

EXAMPLE = "任务 全体\n标题: 上报党员花名册\n截止: 周五18:00\n请各支部核对后上报"

STATES = {
    State.ASSIGNED: "已布置",
    State.ACCEPTED: "已签收",
    State.WORKING: "进行中",
    State.SUBMITTED: "待审核",
    State.DONE: "已完成",
    State.RETURNED: "已退回",
}
ACTS = {
    Act.ACCEPT: "签收",
    Act.REPORT: "进度",
    Act.SUBMIT: "完成",
    Act.PASS: "审核通过",
    Act.RETURN: "退回",
    Act.EXTEND: "延期",
}
AUDITED = {
    "tasks.issue": "布置任务",
    "tasks.repeat": "任务重复布置",
    "tasks.remind": "催办任务",
    "tasks.stop": "停发任务",
    "tasks.recall": "撤回任务",
    "tasks.close": "任务销号",
    **{f"tasks.{act}": f"任务{word}" for act, word in ACTS.items()},
}
"""What tasks' actions in the audit are called."""
