"""What storage itself has to say to people: why the program does not start."""

from .errors import (
    AlreadyServing,
    DatabaseNewer,
    DatabaseUnreachable,
    DataFolderUnwritable,
    MigrationFailed,
    MigrationRunning,
    MigrationsUnreadable,
    StartRefused,
)


def setting_refused_text(name: str, allowed: str, example: str) -> str:
    """One setting that has a wrong value; the value itself is never shown."""
    return f"设置 {name} 的值不对:{allowed or '请看 .env.example'}" + (f",例如 {name}={example}" if example else "")


def cannot_write_text(path: str) -> str:
    return f"写不了文件:{path}。请换一个文件夹,或关掉正打开它的程序"


def refused_text(error: StartRefused) -> str:
    """One line for why the program does not start, with what to do."""
    match error:
        case DataFolderUnwritable():
            return f"数据目录不能写:{error.path}。请改 DATA_DIR,或给运行本程序的用户写权限"
        case DatabaseNewer():
            return f"数据库比程序新({error}):请换回较新的程序,或从备份恢复"
        case MigrationsUnreadable():
            return "数据库的迁移记录读不出来,为免损坏数据没有启动:请从备份恢复,或联系维护者"
        case MigrationFailed():
            return f"数据库升级没有成功({error}),已整体退回;升级前的备份在数据库旁的 backups 目录"
        case MigrationRunning():
            return "另一个进程正在升级数据库:请等它结束再启动"
        case AlreadyServing():
            return "已有一个同心在用这个数据库:请先停掉它,或改 DATABASE_URL"
        case DatabaseUnreachable():
            return "数据库连不上:请检查 DATABASE_URL,以及数据库服务是否在运行"
        case _:
            return f"没有启动({type(error).__name__})"
