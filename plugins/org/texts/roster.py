"""Importing a roster: what is wrong, what would change, what was done."""

from collections.abc import Sequence

from ..domain import Plan, Problem, ProblemKind
from .shared import listed

_PROBLEMS = {
    ProblemKind.NO_HEADING: "没有找到表头。第一行应为:姓名,组织,身份,职务,QQ,工号,备注",
    ProblemKind.NO_ROWS: "表头下面没有内容",
    ProblemKind.NO_NAME: "缺姓名",
    ProblemKind.NO_UNIT: "缺组织,例:院党委/内科党支部",
    ProblemKind.EMPTY_UNIT_NAME: "组织「{value}」中有空的一级,例:院党委/内科党支部",
    ProblemKind.TOO_DEEP: "组织「{value}」级数太多",
    ProblemKind.TOO_LONG: "内容太长:「{value}」",
    ProblemKind.UNKNOWN_MEMBERSHIP: "身份「{value}」不认识,应为 正式党员、预备党员、发展对象、入党积极分子、群众代表 之一",
    ProblemKind.BAD_ACCOUNT: "QQ「{value}」不是 QQ 号,例:12345678",
    ProblemKind.ROUNDED_NUMBER: "「{value}」被表格软件改成了科学计数,请把该列设为文本后重填",
    ProblemKind.OTHER_ROOT: "组织要从最上级「{value}」写起,例:{value}/内科党支部",
    ProblemKind.NAMESAKES: "{value}重名,请给每人填 QQ 或工号以区分",
    ProblemKind.TWO_NAMES: "同一工号或 QQ 有不同姓名:{value}",
    ProblemKind.TWO_ACCOUNTS: "同一人有不同 QQ:{value}",
    ProblemKind.TWO_STAFF_NUMBERS: "同一人有不同工号:{value}",
    ProblemKind.TWO_KNOWN: "工号和 QQ 在现有名册中是两个人:{value}",
    ProblemKind.ONE_KNOWN_TWICE: "对应现有名册中的同一人:{value}",
    ProblemKind.SEVERAL_KNOWN: "现有名册中{value}不止一人,请填 QQ 或工号",
}


def problem_text(problem: Problem) -> str:
    """One line: which rows, what is wrong, what it should be."""
    said = _PROBLEMS[problem.kind].format(value=problem.value[:40])
    return f"第 {'、'.join(map(str, problem.rows))} 行:{said}" if problem.rows else said


def refused_text(problems: Sequence[Problem]) -> str:
    """All problems of a roster file, a line each."""
    return "\n".join([f"名册有 {len(problems)} 处问题,没有导入:", *map(problem_text, problems)])


def not_a_table_text() -> str:
    return "读不出表格内容。请存为 CSV(UTF-8 或 GBK)再试"


def spreadsheet_text() -> str:
    return "这是 Excel 工作簿。请在表格软件里另存为 CSV 再导入"


def missing_file_text(path: str) -> str:
    return f"打不开文件:{path}"


def plan_text(plan: Plan) -> str:
    """The preview of an import: counts first, then what deserves a look."""
    if plan.is_empty:
        return f"与现有名册相同,共 {plan.people} 人,无需导入"
    lines = [
        f"新增 {len(plan.added)} 人,变更 {len(plan.changed)} 人,停用 {len(plan.removed)} 人,"
        f"不变 {plan.unchanged} 人;导入后共 {plan.people} 人"
    ]
    if plan.removed:
        lines.append(f"停用(文件里没有):{listed([person.name for person in plan.removed])}")
    if len(plan.removed) > max(plan.people, 1):
        lines.append("注意:停用的比留下的还多。导入的应是全部人员的名册,请核对文件")
    if plan.new_units:
        lines.append(f"新建 {len(plan.new_units)} 个单位:{listed([names[-1] for names in plan.new_units])}")
    if plan.dropped_units:
        lines.append(f"停用 {len(plan.dropped_units)} 个单位:{listed([unit.names[-1] for unit in plan.dropped_units])}")
    if plan.accounts_replaced:
        lines.append(f"其中 {plan.accounts_replaced} 人改用新的 QQ")
    if plan.assumed:
        lines.append(f"{plan.assumed} 人未填身份,按正式党员计")
    if plan.other_titles:
        lines.append(f"以下职务不带管理权:{listed([f'{title}({count})' for title, count in plan.other_titles])}")
    if plan.ignored:
        lines.append(f"未读取的列(名册不保存):{listed(plan.ignored)}")
    return "\n".join(lines)


def confirm_question_text() -> str:
    return "确认导入?(y/n)"


def not_imported_text() -> str:
    return "没有导入"


def imported_text(plan: Plan) -> str:
    return f"已导入:新增 {len(plan.added)} 人,变更 {len(plan.changed)} 人,停用 {len(plan.removed)} 人"


def not_kept_text() -> str:
    return "数据库没有保存,名册未变。若机器人正在运行,请先停下它,或稍后再试"


def roster_moved_text() -> str:
    return "预览之后名册有变,没有导入。请重新导入"
