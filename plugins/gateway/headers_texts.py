"""What a person reads about the headers they typed."""

from collections.abc import Iterable

from .forms import Form


def not_yes_or_no_text(header: str) -> str:
    return f"“{header}”只能写 是 或 否,例如 {header}: 否"


def header_warnings(form: Form) -> Iterable[str]:
    """For a preview: what looked like a header and was not read as one, and what was written twice."""
    for miss in form.near_misses:
        if miss.typed == miss.meant:
            yield f"“{miss.typed}:”写在了正文里,没有当成抬头。要算数,取消后写到正文前面再发"
        else:
            yield f"“{miss.typed}:”不认识,是不是“{miss.meant}:”,没有当成抬头"
    for header, _ in form.dropped:
        yield f"“{header}:”写了不止一次,以最后一次为准"
