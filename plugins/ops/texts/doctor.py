"""What the doctor says: each thing in one line, what to do under it."""

from ..domain import Finding, Mark


def line_text(finding: Finding) -> str:
    """One finding."""
    return f"{finding.mark} {finding.what}" + (f"\n    → {finding.cure}" if finding.cure else "")


def summary_text(marks: list[Mark]) -> str:
    """The last line."""
    wrong, unknown = marks.count(Mark.WRONG), marks.count(Mark.OPEN)
    if not wrong and not unknown:
        return f"全部正常({len(marks)} 项)"
    return f"{len(marks)} 项里有 {wrong} 项要处理、{unknown} 项要看一眼"


def logs_question_text() -> str:
    """Only a person can know."""
    return "OneBot 实现的消息日志关了吗?(NapCat:fileLog 关、consoleLogLevel 为 error)(是/否) "


def unbound_question_text(groups: str) -> str:
    """Groups the account is in, and no unit has."""
    return f"这些群还没有绑定:{groups}。不绑定是对的吗?(是/否) "


def env_ok_text() -> str:
    return "设置:读得出来,值都在允许范围里"


def env_missing_text() -> tuple[str, str]:
    return "设置:没有 .env 文件", "运行:cp .env.example .env,再按注释改"


def superusers_text() -> tuple[str, str]:
    return "设置:没有系统管理员", '在 .env 里写上你的 QQ 号:SUPERUSERS=["你的QQ号"],再重新启动'


def database_ok_text(kind: str) -> str:
    return f"数据库:能读写({kind})"


def database_wrong_text(reason: str) -> str:
    return f"数据库:{reason}"


def wal_text(mode: str) -> tuple[str, str]:
    return f"数据库:日志方式是 {mode},断电可能丢数据", "把 DATA_DIR 放到本机磁盘上(不要用网络共享盘)"


def damaged_text() -> tuple[str, str]:
    return "数据库:文件有损坏", "停掉机器人,用最近的备份恢复:uv run bot.py restore data/backups/文件名"


def migrations_ok_text() -> str:
    return "数据库版本:是当前版本"


def migrations_text(pending: int) -> tuple[str, str]:
    return f"数据库版本:有 {pending} 项升级没做", "运行:uv run bot.py db migrate(机器人启动时也会自动做)"


def address_loopback_text(token: bool) -> str:
    return "连接:只在本机监听" + (",有口令" if token else ",没有口令也可以")


def address_open_text() -> str:
    return "连接:对外监听,口令够强"


def token_missing_text() -> tuple[str, str]:
    return "连接:对外监听却没有口令", "运行 uv run bot.py key,把输出写进 .env,OneBot 实现里填同样的"


def token_weak_text() -> tuple[str, str]:
    return "连接:对外监听,口令太弱", "运行 uv run bot.py key 换一个(至少 16 个字符,不能全是数字),两边都改"


def modes_ok_text() -> str:
    return "文件权限:设置、数据库、备份都不是人人可读"


def modes_text(paths: list[str]) -> tuple[str, str]:
    return f"文件权限:{len(paths)} 个文件人人可读", f"运行:chmod 600 {' '.join(paths)}"


def backup_ok_text(when: str) -> str:
    return f"备份:每晚 3:30 自动做;最近一次 {when}"


def backup_old_text() -> tuple[str, str]:
    return "备份:两天以上没有新的", "运行:uv run bot.py backup,并看日志里 nightly backup 一行"


def backup_client_text() -> tuple[str, str]:
    return "备份:没有 pg_dump,PostgreSQL 没法自动备份", "安装 PostgreSQL 客户端(Debian:apt install postgresql-client)"


def running_ok_text(version: str) -> str:
    return f"机器人:在运行(版本 {version})"


def not_running_text() -> tuple[str, str]:
    return "机器人:没有运行,后面几项查不了", "运行:uv run bot.py,再另开一个窗口运行 doctor"


def not_answering_text() -> tuple[str, str]:
    return "机器人:在运行但没有应答", "重新启动它;若还这样,请看日志"


def connection_ok_text(account: str, implementation: str) -> str:
    return f"账号 {account}:已连接({implementation})"


def connection_none_text(url: str) -> tuple[str, str]:
    return (
        "账号:没有 OneBot 实现连上来",
        f"在 NapCat 里加一个“WebSocket 客户端”,地址 {url},Token 填 ONEBOT_ACCESS_TOKEN",
    )


def connection_offline_text(account: str) -> tuple[str, str]:
    return f"账号 {account}:已掉线", "在 OneBot 实现里重新登录"


def connection_paused_text(account: str) -> tuple[str, str]:
    return f"账号 {account}:连续发送失败,已暂停", "用手机登录看有没有风控提示;会自动重试"


def recall_ok_text(admin: int, member: int) -> str:
    rest = f";{member} 个群里是普通成员,只能在两分钟内撤回自己发的" if member else ""
    return f"撤回:{admin} 个已绑定的群里是管理员,随时能撤回{rest}"


def recall_unknown_text(groups: str) -> tuple[str, str]:
    return f"撤回:查不到在这些群里的身份:{groups}", "稍后再查;群主可以把机器人设为管理员"


def friends_ok_text(count: int) -> str:
    return f"好友:{count} 位有 QQ 的负责人都是机器人的好友"


def friends_text(people: str) -> tuple[str, str]:
    return f"好友:这些负责人不是好友,收不到私聊:{people}", "请他们加机器人为好友(名册里的人会自动通过)"


def unheard_text(groups: int) -> tuple[str, str]:
    return (
        f"补办:最近一天有 {groups} 个群一段时间没有听到,历史里也补不回来",
        "已告诉这些单位的负责人请大家再发一次;经常这样,请换能给历史消息的 OneBot 实现(如 NapCat)",
    )


def list_unknown_text(what: str) -> tuple[str, str]:
    return f"{what}:账号没有给出列表", "稍后再查;一直这样请升级 OneBot 实现"


def bindings_ok_text(count: int) -> str:
    return f"绑定:{count} 个已绑定的群,账号都在里面"


def bindings_gone_text(groups: str) -> tuple[str, str]:
    return f"绑定:账号不在这些已绑定的群里:{groups}", "把机器人重新拉进群;不要的群请管理员发 /解绑本群 之前先确认"


def unbound_ok_text() -> str:
    return "群:没有绑定的群也看过了"


def unbound_text(groups: str) -> tuple[str, str]:
    return f"群:这些群还没有绑定:{groups}", "在群里发 /绑定本群 单位名;本来就不用的,运行 doctor --yes"


def logs_ok_text() -> str:
    return "消息日志:已确认关掉"


def logs_text() -> tuple[str, str]:
    return (
        "消息日志:要确认 OneBot 实现没有记下聊天内容(程序自己看不到)",
        "NapCat:WebUI“系统配置”,或 config/napcat_QQ号.json 里 fileLog 为 false、consoleLogLevel 为 error;关好后运行 doctor --yes",
    )
