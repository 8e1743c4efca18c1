"""What the doctor says of opinions: a line each, and what to do."""


def keys_ok_text(months: int, *, own_file: bool) -> str:
    where = "口令在数据目录的 keys 里(想分开放就设 FEEDBACK_KEY)" if own_file else "口令在设置里"
    return f"意见:{months} 个月的密钥都打得开,{where}"


def readable_text(file: str) -> tuple[str, str]:
    return (
        f"意见:{file} 别的用户也能读,暂不收意见",
        f"运行:chmod 600 {file}(在数据目录的 keys 里,或程序目录),再重新启动",
    )


def wrong_key_text(file: str) -> tuple[str, str]:
    return (
        f"意见:FEEDBACK_KEY 打不开 {file}",
        "把旧口令写在新口令后面,用逗号隔开:FEEDBACK_KEY=新,旧;启动一次后再去掉旧的",
    )


def damaged_text(file: str) -> tuple[str, str]:
    return (
        f"意见:密钥文件 {file} 坏了或写不了",
        "检查数据目录的 keys 能不能读写、磁盘满没满;坏了只能用自己另存的那份替换",
    )


def calendar_ok_text(year: int) -> str:
    return f"工作日:{year} 年的节假日是知道的"


def calendar_text(year: int) -> tuple[str, str]:
    return f"工作日:{year} 年的节假日还不知道,按周一到周五算", "国务院公布后升级程序,办理期限就准了"
