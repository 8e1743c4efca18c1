"""Importing a roster: what is wrong, what would change, what was done."""

from collections.abc import Sequence

from ..domain import Plan, Problem, ProblemKind
from .shared import listed

PROBLEMS_SHOWN = 20
IMPORT_PROMPT = (
    "请把名册文件(.xlsx 或 .csv)发到这里,也可以直接粘贴表格内容。第一行为:姓名,组织,身份,职务,QQ,工号,备注。"
    "不导入了请回:取消。30 分钟内有效"
)

_PROBLEMS = {
    ProblemKind.NO_HEADING: "没有找到表头。第一行应为:姓名,组织,身份,职务,QQ,工号,备注",
    ProblemKind.NO_ROWS: "表头下面没有内容",
    ProblemKind.NO_NAME: "缺姓名",
    ProblemKind.NO_UNIT: "缺组织,例:院党委/内科党支部",
    ProblemKind.EMPTY_UNIT_NAME: "组织“{value}”中有空的一级,例:院党委/内科党支部",
    ProblemKind.TOO_DEEP: "组织“{value}”级数太多",
    ProblemKind.TOO_LONG: "内容太长:“{value}”",
    ProblemKind.UNKNOWN_MEMBERSHIP: "身份“{value}”不认识,应为 正式党员、预备党员、发展对象、入党积极分子、群众代表 之一",
    ProblemKind.BAD_ACCOUNT: "QQ“{value}”不是 QQ 号,例:12345678",
    ProblemKind.ROUNDED_NUMBER: "“{value}”被表格软件改成了科学计数,请把该列设为文本后重填",
    ProblemKind.OTHER_ROOT: "组织要从最上级“{value}”写起,例:{value}/内科党支部",
    ProblemKind.NAMESAKES: "{value}重名,请给每人填 QQ 或工号以区分",
    ProblemKind.TWO_NAMES: "同一工号或 QQ 有不同姓名:{value}",
    ProblemKind.TWO_ACCOUNTS: "同一人有不同 QQ:{value}",
    ProblemKind.TWO_STAFF_NUMBERS: "同一人有不同工号:{value}",
    ProblemKind.TWO_KNOWN: "工号和 QQ 在现有名册中是两个人:{value}",
    ProblemKind.ONE_KNOWN_TWICE: "对应现有名册中的同一人:{value}",
    ProblemKind.SEVERAL_KNOWN: "现有名册中{value}不止一人,请填 QQ 或工号",
    ProblemKind.FOREIGN_UNIT: "组织“{value}”不在{more}之下,不归您导入",
    ProblemKind.FOREIGN_PERSON: "{value}的组织关系在别的单位,不归您导入",
    ProblemKind.CHANGED_ACCOUNT: "{value}已有 QQ,不能用导入改。请填原来的 QQ 或留空",
    ProblemKind.POST_TOO_HIGH: "{value}的职务不低于您本人的职务,请由上级单位设",
    ProblemKind.SUPERIOR: "{value}的职务不低于您本人,请由上级单位改",
    ProblemKind.SUPERIOR_MISSING: "文件里没有{value}:职务不低于您本人,不能停用。请把这一行补上",
}


def problem_text(problem: Problem) -> str:
    """One line: which rows, what is wrong, what it should be."""
    value, _, more = problem.value.partition("|")
    said = _PROBLEMS[problem.kind].format(value=value[:40], more=more or "本单位")
    return f"第 {'、'.join(map(str, problem.rows))} 行:{said}" if problem.rows else said


def refused_text(problems: Sequence[Problem]) -> str:
    """All problems of a roster file, a line each."""
    return "\n".join([_count_text(problems), *map(problem_text, problems)])


def refused_in_chat_text(problems: Sequence[Problem]) -> str:
    """The first problems, and what to do."""
    more = len(problems) - PROBLEMS_SHOWN
    lines = [_count_text(problems), *map(problem_text, problems[:PROBLEMS_SHOWN])]
    if more > 0:
        lines.append(f"另有 {more} 处")
    return "\n".join([*lines, "改好后请重新发文件"])


def _count_text(problems: Sequence[Problem]) -> str:
    return f"名册有 {len(problems)} 处问题,什么都没有导入:"


def not_a_table_text() -> str:
    return "读不出表格内容。请发 .xlsx 或 .csv 文件,第一行为:姓名,组织,身份,职务,QQ,工号,备注"


def spreadsheet_text() -> str:
    return "这个 Excel 文件打不开(有密码、已损坏或太大)。请在表格软件里另存为 .xlsx 或 CSV 再试"


def missing_file_text(path: str) -> str:
    return f"打不开文件:{path}。要一份样表:uv run bot.py roster template 名册.csv"


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


def preview_text(number: int, plan: Plan, unit: str = "") -> str:
    """The preview in a chat; `unit` is what the file is the full roster of, "" for the whole organisation."""
    scope = f"(只限{unit}及下级)" if unit else ""
    return f"#{number} 导入名册{scope}:\n{plan_text(plan)}\n10 分钟内发:确认 {number}"


def exported_text(people: int, path: str) -> str:
    return f"已导出 {people} 人:{path}"


def template_text(path: str) -> str:
    return f"已写好样表:{path}。照样填好后运行:uv run bot.py roster import {path}"


def wrong_suffix_text() -> str:
    return "文件名请以 .csv 或 .xlsx 结尾,例如:名册.xlsx"


def writing_text() -> str:
    return "写入"


def file_gone_text() -> str:
    return "取不到这个文件。请重新发一次,或把表格内容直接粘贴过来"


def file_too_large_text() -> str:
    return "文件超过 10 MB,没有收。请拆成几个单位分别导入,或在电脑上运行:uv run bot.py roster import 名册.xlsx"
