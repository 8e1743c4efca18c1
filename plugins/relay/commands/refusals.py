"""What the typed errors of relay mean, in Chinese."""

from plugins.gateway.registry import answers

from .. import service, texts

answers(service.NeedsScope, lambda error: texts.needs_scope_text())
answers(service.NeedsContent, lambda error: texts.needs_content_text())
answers(service.QuoteMissing, lambda error: texts.quote_missing_text())
answers(service.UnknownAddition, lambda error: texts.unknown_addition_text())
answers(service.SentAfterDeadline, lambda error: texts.after_deadline_text())
answers(service.NoGroups, lambda error: texts.no_groups_text())
answers(service.MaybeSecret, lambda error: texts.secret_text())
answers(service.NoSuchDirective, lambda error: texts.no_such_text(error.number))
answers(service.NothingToStop, lambda error: texts.nothing_to_stop_text(error.number))
answers(service.NotScheduled, lambda error: texts.not_scheduled_text(error.number))
answers(service.NothingCorrected, lambda error: texts.which_correction_text())
answers(service.NotCorrectable, lambda error: texts.not_correctable_text(error.number))
answers(service.NothingToRecall, lambda error: texts.nothing_to_recall_text(error.number))
answers(service.NobodyToAnswerFor, lambda error: texts.nobody_to_answer_for_text(error.number, error.name, error.why))
answers(service.SeveralOfThatName, lambda error: texts.several_of_that_name_text(error.name, error.units))
answers(service.AttachmentGone, lambda error: texts.attachment_gone_text(picture=error.picture))
answers(service.AttachmentsTooLarge, lambda error: texts.attachments_too_large_text())
