"""How git is called so that it answers the same whatever a repository has configured.

A repository's own configuration may run programs, hide merges or encode the answer otherwise
(T10): the environment, settings that win over it, and every choice of a log stated in full.
"""

import os
from typing import Final

ENVIRONMENT: Final = {
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
SETTINGS: Final = (
    "advice.graftFileDeprecated=false",
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    f"core.attributesFile={os.devnull}",
    f"core.excludesFile={os.devnull}",
    "core.bigFileThreshold=512m",
    "core.quotePath=false",
    "i18n.commitEncoding=UTF-8",
    "submodule.recurse=false",
    "format.pretty=medium",
    "log.showSignature=false",
    "log.showRoot=true",
    "log.follow=false",
    "diff.renameLimit=5000",
)
LOG: Final = (
    "--encoding=UTF-8", "--no-show-signature", "--no-mailmap", "--no-notes", "--no-decorate",
    "--no-color", "--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--no-relative",
    "--ignore-submodules=none", f"-O{os.devnull}",
)  # fmt: skip
