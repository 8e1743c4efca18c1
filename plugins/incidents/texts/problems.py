"""Why something is not possible, and what to type instead."""


def no_such_text(number: int) -> str:
    return f"没有 #{number} 这件突发,或不在您的范围内。看进行中的:突发"
