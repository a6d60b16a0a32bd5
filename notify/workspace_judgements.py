"""What stands about every revision of a repository, by the program's rules and its own."""

from archive.workspace import Workspace
from notify.decisions import RegisterJudgements


def judgements_of(workspace: Workspace) -> RegisterJudgements:
    """Return what stands about every revision of a repository, by its own rules as well.

    Raises InvalidRules where its file of own rules has a mistake.
    """
    if workspace.settings.rules is None:
        return RegisterJudgements(workspace.register, workspace.texts)
    from notify.own_rules import rules_by_policy  # noqa: PLC0415 - more than a thousand patterns

    rules_for = rules_by_policy(workspace.root, workspace.settings.rules)
    return RegisterJudgements(workspace.register, workspace.texts, rules_for)
