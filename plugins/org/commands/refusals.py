"""What org's errors mean, in words."""

from plugins.gateway.registry import answers
from plugins.storage.errors import NotAllowed

from .. import acting, audience, roster, service, texts, units
from ..domain import IsASpreadsheet, NotATable

answers(NotAllowed, lambda error: texts.not_allowed_text(error.who))
answers(acting.WhichUnit, lambda error: texts.which_acting_unit_text(error.choices))
answers(acting.NotMyUnit, lambda error: texts.not_my_unit_text(error.name, error.choices))
answers(acting.NotOfficerOver, lambda error: texts.not_officer_text(error.unit))
answers(service.NotOverUnit, lambda error: texts.not_allowed_text(texts.STEWARDS))
answers(service.AlreadyBound, lambda error: texts.already_bound_text(error.group))
answers(service.NotBound, lambda error: texts.not_bound_text())
answers(service.BindingMoved, lambda error: texts.binding_moved_text())
answers(units.UnknownUnit, lambda error: texts.unknown_unit_text(error.name, error.candidates))
answers(audience.OutsideUnit, lambda error: texts.outside_unit_text(error.name, error.acting.name))
answers(audience.EmptyScope, lambda error: texts.empty_scope_text())
answers(roster.RosterRefused, lambda error: texts.refused_in_chat_text(error.problems))
answers(roster.RosterMoved, lambda error: texts.roster_moved_text())
answers(NotATable, lambda error: texts.not_a_table_text())
answers(IsASpreadsheet, lambda error: texts.spreadsheet_text())
