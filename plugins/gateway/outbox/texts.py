"""What the outbox itself tells the administrators."""


def account_paused_text(account: str) -> str:
    """The account fails with everything it sends."""
    return f"机器人账号 {account} 连续发送失败,已暂停发送并会自动重试;没发出的都留着。请检查账号是否被风控。"


def account_offline_text(account: str) -> str:
    """The account was logged out of the chat service."""
    return f"机器人账号 {account} 已掉线,发送已暂停;没发出的都留着,重新登录后自动补发。"
