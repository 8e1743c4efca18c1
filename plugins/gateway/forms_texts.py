"""What a preview points out about a form: headers that were not read as such."""

from .forms import BODY, Form


def hint_lines(form: Form) -> tuple[str, ...]:
    """One line for each near miss and each repeated header; empty when there is nothing to point out."""
    near = tuple(
        f"“{miss.typed}:”要另起一行(或隔两个空格),写在正文前才算栏目"
        if miss.typed == miss.meant
        else f"“{miss.typed}:”没有这个栏目,没有单独读出;是不是“{miss.meant}:”?(确是正文就不用改,或在前面写“{BODY}:”)"
        for miss in form.near_misses
    )
    repeated = tuple(f"“{name}:”写了不止一次,以最后一次为准;没有采用:{value}" for name, value in form.dropped)
    return near + repeated
