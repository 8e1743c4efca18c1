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
