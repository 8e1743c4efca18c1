"""What the typed errors of tasks mean, in Chinese."""

from plugins.gateway.registry import answers

from .. import service, texts

answers(service.NeedsScope, lambda error: texts.needs_scope_text())
answers(service.NeedsContent, lambda error: texts.needs_content_text())
answers(service.NotAmongThem, lambda error: texts.not_among_text(error.name))
answers(service.NobodyToDoIt, lambda error: texts.nobody_text())
answers(service.NoSuchTask, lambda error: texts.no_such_text(error.number))
answers(service.NotYours, lambda error: texts.not_yours_text(error.number))
answers(service.WhichAssignment, lambda error: texts.which_unit_text(error.number, error.act, error.units))
answers(service.WhichTask, lambda error: texts.which_task_text(error.act, error.choices))
answers(
    service.NotNow, lambda error: texts.not_now_text(error.number, error.unit, error.act, error.state, error.refusal)
)
answers(service.NotLater, lambda error: texts.not_later_text(error.number, error.unit, error.deadline))
answers(service.AlreadyClosed, lambda error: texts.already_closed_text(error.number))
answers(service.NothingToStop, lambda error: texts.nothing_to_stop_text(error.number))
