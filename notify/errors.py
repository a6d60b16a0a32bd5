"""What can stop the notifier, each with the line that tells its user what to do."""


class NotifyError(Exception):
    """The notifier could not do what was asked."""


class NoSecondOpinion(NotifyError):
    """The second reader gave no answer that can be read; the rules' judgement stands."""


class InvalidRules(Exception):
    """The rules are wrong; outside NotifyError, so that nothing swallows it."""
