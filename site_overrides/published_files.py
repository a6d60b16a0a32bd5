"""Which files of the docs folder MkDocs may publish beside the pages of the register."""

from pathlib import Path, PurePosixPath
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from archive.register import Register
from site_overrides.pictures import LISTED_TYPES

_MARKDOWN: Final = frozenset({".md", ".markdown", ".mdown", ".mkdn", ".mkd"})


def keep_publishable(
    files: Files, config: MkDocsConfig, register: Register, root: Path
) -> list[str]:
    """Take out what must not be published and return its paths with the reason.

    Policies are published from git, under their own addresses, so their files leave; so does
    everything that is neither Markdown nor a listed picture nor named in mkdocs.yml.
    """
    policy_paths = {path for policy in register for path in (*policy.paths, policy.path)}
    named = {str(item) for item in (*config.extra_css, *config.extra_javascript)}
    named |= {str(config.theme.get(key)) for key in ("logo", "favicon")}
    refused = []
    for file in list(files):
        if not _from_docs(file, config):
            continue
        reason = _why_not(file, root, policy_paths, named)
        if reason is None:
            continue
        files.remove(file)
        if reason:
            refused.append(f"{file.src_uri}: {reason}")
    return refused


def _from_docs(file: File, config: MkDocsConfig) -> bool:
    return file.generated_by is None and file.src_dir == config.docs_dir


def _why_not(file: File, root: Path, policy_paths: set[str], named: set[str]) -> str | None:
    """Return why a file is left out, "" where that needs no word, None where it stays."""
    source = Path(file.abs_src_path or "")
    if _through_link(source, root):
        return "reached through a symbolic link, so it is not published"
    try:
        in_repository = source.relative_to(root).as_posix()
    except ValueError:
        in_repository = file.src_uri
    if in_repository in policy_paths or _is_unshown(PurePosixPath(file.src_uri)):
        return ""
    kind = source.suffix.lower()
    if kind in _MARKDOWN or kind in LISTED_TYPES or file.src_uri in named:
        return None
    return "neither Markdown nor a listed picture, so it is not published"


def _is_unshown(path: PurePosixPath) -> bool:
    """Texts from before git and scheduled ones are read through the register only."""
    return path.parts[0] in ("earlier", "next") or path.parts[:2] in (
        ("policy", "earlier"),
        ("policy", "next"),
    )


def _through_link(source: Path, root: Path) -> bool:
    if source.is_symlink():
        return True
    return root in source.parents and source.resolve() != root.resolve() / source.relative_to(root)
