"""What backup and restore say."""

from datetime import datetime

AUDITED = {"ops.restore": "恢复备份"}
"""What ops' actions in the audit are called."""

_PROBLEMS = {
    "NotABackup": "这个文件不是同心的备份,或者已经损坏",
    "ChecksumWrong": "校验不对:文件和备份时写下的 .sha256 不一致,可能没拷全。请换一份备份",
    "DatabaseBusy": "另有程序正开着数据库。请关掉它再试",
    "ErasedMeanwhile": "准备期间又有个人信息被删除。请再运行一次",
    "NobodyAnswers": "机器人在运行但没有应答。请先停掉它,再恢复",
    "NoAnswerInTime": "机器人没有及时应答。请看它是否还在运行;再启动一次就能用,数据要么是旧的、要么是新的,不会是一半",
    "NobodyErases": "删除清单里有没启用的能力的记录。请先在 CAPABILITIES 里启用全部能力,再恢复",
    "AnotherRestore": "另一个恢复正在进行。请等它结束",
    "ConnectionsOpen": "还有程序连着这个 PostgreSQL 数据库。请先停掉所有机器人,再恢复",
    "FileNotFoundError": "没有这个文件,备份平时在数据目录的 backups 里",
    "PermissionError": "没有读写权限。请用运行机器人的那个用户来做",
}


def backed_up_text(path: str, size: int, pruned: int) -> str:
    """A backup is there."""
    old = f";清理了 {pruned} 个过期文件" if pruned else ""
    return f"已备份:{path}({size / 1_000_000:.1f} MB),旁边的 .sha256 是校验{old}"


def backup_problem_text(name: str, detail: str = "") -> str:
    """Why there is no backup. `name` is the error's class, `detail` its message."""
    match name:
        case "BackupExists":
            return f"已有这个文件,没有覆盖:{detail}"
        case "NoClient":
            return (
                f"没有 {detail}。请安装 PostgreSQL 客户端(Debian:apt install postgresql-client),或在数据库服务器上备份"
            )
        case _:
            return f"没有备份成({detail})。请看磁盘空间和文件夹权限"


def restore_problem_text(name: str, detail: str = "") -> str:
    """Why nothing was restored: one line, and the old data is untouched."""
    if name == "BackupNewer":
        return f"备份比程序新({detail})。请先升级程序,再恢复。数据没有变"
    if name == "NotPrepared":
        return f"备份没法升级到当前版本:{detail}。数据没有变"
    if name == "NoClient":
        return backup_problem_text(name, detail)
    tail = "" if name == "NoAnswerInTime" else "。数据没有变"
    return f"{_PROBLEMS.get(name, f'没有恢复成({name})')}{tail}"


def asking_text(taken: datetime, checked: bool, erased: int, running: bool) -> str:
    """What will be done, before it is done; `taken` in the zone people read."""
    lines = [f"将恢复到 {taken:%Y-%m-%d %H:%M} 的数据,之后的都会被换掉(现在的先另存一份)"]
    if not checked:
        lines.append("旁边没有 .sha256,只检查了文件本身完好")
    if erased:
        lines.append(f"那之后删除过的 {erased} 项个人信息,已在备份里再次删除")
    if running:
        lines.append("机器人在运行:会停几秒,这期间的消息之后照常处理")
    return "\n".join([*lines, "继续吗?(是/否)"])


def not_restored_text() -> str:
    """Declined."""
    return "没有恢复,数据没有变"


def restored_text(taken: datetime, aside: str) -> str:
    """Done; `taken` in the zone people read."""
    return f"已恢复到 {taken:%Y-%m-%d %H:%M} 的数据" + (f";原来的数据在:{aside}" if aside else "")
