"""What several texts need."""

from ..domain import Act, Entry, State

EXAMPLE = "突发 三楼停电\n手术室在用备用电源"

NOT_TAKEN = "还没人接手"
NOT_SAFE = "还没报平安"
"""Why an incident stands in 我的."""

STATES = {
    State.REPORTED: f"已报,{NOT_TAKEN}",
    State.HANDLING: "处置中",
    State.CLOSED: "已终报",
    State.FALSE: "误报",
    State.MERGED: "已并入",
}
ACTS = {
    Act.TAKE: "接手",
    Act.TAKE_OVER: "接手",
    Act.REPORT: "续报",
    Act.CLOSE: "终报",
    Act.CORRECT: "更正突发",
    Act.CALL_FALSE: "误报",
    Act.MERGE: "并入",
}
ENTRIES = {
    Entry.FIRST: "首报",
    Entry.REPORT: "续报",
    Entry.CLOSING: "终报",
    Entry.CORRECTION: "更正",
    Entry.TAKEN: "接手",
    Entry.FALSE: "误报",
    Entry.MERGED: "并入",
    Entry.RECALLED: "撤回消息",
}
EXAMPLES = {
    Act.TAKE: "接手 {number}",
    Act.TAKE_OVER: "接手 {number} 换人",
    Act.REPORT: "续报 {number} 备用电源已接上",
    Act.CLOSE: "终报 {number} 已恢复供电,无人受伤",
    Act.CORRECT: "更正突发 {number} 是四楼停电,不是三楼",
    Act.CALL_FALSE: "误报 {number} 消防演练",
    Act.MERGE: "并入 {number} 3",
}
AUDITED = {
    "incidents.file": "报突发",
    "incidents.recalled": "撤回突发消息",
    "incidents.broadcast": "通报突发",
    "incidents.speak_for": "代报平安",
    **{f"incidents.{act.name.lower()}": word if "突发" in word else f"突发{word}" for act, word in ACTS.items()},
}
"""What incidents' actions in the audit are called."""


def waiting_title(title: str) -> str:
    """An incident in 我的."""
    return f"〔突发〕{title}"
