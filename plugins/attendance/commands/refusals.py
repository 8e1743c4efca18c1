"""What the typed errors of attendance mean, in Chinese."""

from plugins.gateway.registry import answers, find

from .. import service, texts


def _example(word: str) -> str:
    entry = find(word)
    return entry.example if entry else word


answers(service.NeedsScope, lambda error: texts.needs_scope_text())
answers(service.NeedsTitle, lambda error: texts.needs_title_text())
answers(service.NeedsTime, lambda error: texts.needs_time_text())
answers(service.UnknownValue, lambda error: texts.unknown_value_text(error.header, error.word))
answers(service.NoGroups, lambda error: texts.no_groups_text())
answers(service.NobodyExpected, lambda error: texts.nobody_expected_text())
answers(service.NoSuchSession, lambda error: texts.no_such_text(error.number))
answers(service.CalledTooLate, lambda error: texts.too_late_to_call_text())
answers(service.Begun, lambda error: texts.begun_text(error.number))
answers(service.NotBegun, lambda error: texts.not_begun_text(error.number))
answers(service.Closed, lambda error: texts.closed_text(error.number, cancelled=error.cancelled))
answers(service.Refused, lambda error: texts.refused_text(error.number, error.reason, error.at, error.name))
answers(service.NamesUnclear, lambda error: texts.names_unclear_text(error.number, error.unknown, error.several))
answers(service.NotOnTheList, lambda error: texts.not_on_list_text(error.number))
answers(service.WhichSession, lambda error: texts.which_session_text(_example(error.word), error.choices))
answers(service.AskedBefore, lambda error: texts.asked_before_text(error.number, granted=error.granted))
answers(service.NeedsReason, lambda error: texts.leave_how_text(error.number))
answers(service.NoCode, lambda error: texts.no_code_text(error.number))
answers(service.NoPage, lambda error: texts.no_page_text())
answers(service.NoRollCalls, lambda error: texts.no_roll_calls_text(error.number, running=error.running))
answers(service.NoRollCall, lambda error: texts.no_roll_call_text())
answers(service.CorrectedTooEarly, lambda error: texts.too_early_to_correct_text(error.number))
