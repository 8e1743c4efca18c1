"""What people read about the roster and about groups."""

from collections.abc import Sequence
from typing import Protocol

from plugins.gateway.directory import BoundGroup, GroupKind, UnitView

from .domain import Plan, Problem, ProblemKind

KIND_NAMES = {GroupKind.WORK: "工作群", GroupKind.BRANCH: "支部群", GroupKind.PUBLIC: "群众群"}
BIND_EXAMPLE = "/绑定本群 内科党支部 支部群"
STEWARDS = "系统管理员,或本单位及上级单位的书记、委员等"
SHOWN = 8
"""How many of a long list are spelled out."""
LINES_SHOWN = 30
"""How many units one answer shows."""


def _list(names: Sequence[str], shown: int = SHOWN) -> str:
    more = len(names) - shown
    return "、".join(names[:shown]) + (f" 等 {len(names)} 个" if more > 0 else "")


def unknown_unit_text(name: str, candidates: Sequence[str]) -> str:
    if candidates:
        return f"「{name}」可指 {_list(candidates)},请写全名"
    return f"没有叫「{name}」的单位。单位名写全称或开头几个字,例:内科党支部"


def outside_unit_text(name: str, acting: str) -> str:
    return f"「{name}」不在{acting}之下;请由上级单位办理"


def empty_scope_text() -> str:
    return "范围里没有单位。例:全体;全体 除 外科党支部;内科党支部、药学党支部"


def not_allowed_text(who: str) -> str:
    return f"没有权限:需要{who}" if who else "没有权限"


def which_unit_text() -> str:
    return f"绑定到哪个单位?例:{BIND_EXAMPLE}"


def bound_text(group: BoundGroup) -> str:
    return f"本群已是{group.unit.name}的{KIND_NAMES[group.kind]}。查看用法请发:/菜单"


def already_bound_text(group: BoundGroup) -> str:
    return f"本群原本就是{group.unit.name}的{KIND_NAMES[group.kind]},没有变化"


def rebind_preview_text(number: int, old: BoundGroup, unit: UnitView, kind: GroupKind) -> str:
    return (
        f"#{number} 本群现属{old.unit.name}({KIND_NAMES[old.kind]}),将改为{unit.name}的{KIND_NAMES[kind]}。"
        f"10 分钟内发:/确认 {number}"
    )


def unbind_preview_text(number: int, old: BoundGroup) -> str:
    return f"#{number} 将解除本群与{old.unit.name}的绑定,之后本群收不到传达。10 分钟内发:/确认 {number}"


def unbound_text(old: BoundGroup) -> str:
    return f"已解除本群与{old.unit.name}的绑定。要恢复请发:/绑定本群 {old.unit.name} {KIND_NAMES[old.kind]}"


def not_bound_text() -> str:
    return f"本群没有绑定单位。要绑定请发:{BIND_EXAMPLE}"


def binding_moved_text() -> str:
    return f"预览之后本群的绑定已变,没有改动。请重新发:{BIND_EXAMPLE}"


def group_lost_text(group: BoundGroup) -> str:
    kind = KIND_NAMES[group.kind]
    return (
        f"{group.unit.name}的{kind}(群号 {group.chat.id})里已没有本机器人,绑定已解除,传达不再发往该群。"
        f"要恢复:请把我重新拉进群,再在群里发 /绑定本群 {group.unit.name} {kind}"
    )


class TreeLine(Protocol):
    """What one line of the tree tells; overview.UnitLine."""

    @property
    def unit(self) -> UnitView: ...
    @property
    def depth(self) -> int: ...
    @property
    def people(self) -> int: ...
    @property
    def without_account(self) -> int: ...
    @property
    def officers(self) -> Sequence[tuple[str, str]]: ...
    @property
    def groups(self) -> Sequence[BoundGroup]: ...


def tree_text(lines: Sequence[TreeLine]) -> str:
    """A line a unit: people, heads, groups. A long tree is cut, saying how to see the rest."""
    if not lines:
        return "名册还是空的。请管理员在电脑上运行:python bot.py roster import 名册.csv"
    more = len(lines) - LINES_SHOWN
    said = [_tree_line(line) for line in lines[:LINES_SHOWN]]
    return "\n".join(said) + (f"\n另有 {more} 个单位。只看一个单位请发:/组织 单位名" if more > 0 else "")


def _tree_line(line: TreeLine) -> str:
    heads = [f"{title} {name}" for name, title in line.officers if "书记" in title]
    bound = [f"{KIND_NAMES[group.kind]} {group.chat.id}" for group in line.groups]
    parts = [
        f"{line.unit.name} {line.people}人",
        _list(heads, 3) if heads else "无书记",
        "、".join(bound) if bound else "未绑定群",
        *([f"{line.without_account}人无QQ"] if line.without_account else []),
    ]
    return "　" * line.depth + " · ".join(parts)


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
        lines.append(f"停用(文件里没有):{_list([person.name for person in plan.removed])}")
    if len(plan.removed) > max(plan.people, 1):
        lines.append("注意:停用的比留下的还多。导入的应是全部人员的名册,请核对文件")
    if plan.new_units:
        lines.append(f"新建 {len(plan.new_units)} 个单位:{_list([names[-1] for names in plan.new_units])}")
    if plan.dropped_units:
        lines.append(f"停用 {len(plan.dropped_units)} 个单位:{_list([unit.names[-1] for unit in plan.dropped_units])}")
    if plan.accounts_replaced:
        lines.append(f"其中 {plan.accounts_replaced} 人改用新的 QQ")
    if plan.assumed:
        lines.append(f"{plan.assumed} 人未填身份,按正式党员计")
    if plan.other_titles:
        lines.append(f"以下职务不带管理权:{_list([f'{title}({count})' for title, count in plan.other_titles])}")
    if plan.ignored:
        lines.append(f"未读取的列(名册不保存):{_list(plan.ignored)}")
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
