"""Reading the register: from git's facts to every policy with its history."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from archive.branch_reading import read_branch
from archive.commit_clocks import clock_faults, published_moments
from archive.declared_names import DeclaredNames
from archive.documents import DocumentPatterns, is_document
from archive.errors import NoPolicies
from archive.faults import Fault, Severity
from archive.garbage_collection import paused_collection
from archive.git_history import Commit, FileChange, GitHistory
from archive.identities import PolicyFiles, identify
from archive.kept_policies import KeptPolicies
from archive.known_settings import settings_known_at
from archive.lineages import trace_lineages
from archive.partings import with_partings
from archive.policy_readings import PolicyReading
from archive.redactions import redaction_faults
from archive.redirect_checks import redirect_faults
from archive.register import Policy, Register
from archive.replacements import replacements
from archive.revisions import BlobId, CommitId
from archive.settings import Settings
from archive.texts import Progress, Texts
from archive.translations import with_originals


@paused_collection(lasting=True)
def read_register(
    history: GitHistory,
    settings: Settings,
    texts: Texts,
    *,
    today: date,
    progress: Progress,
    as_known: date | None = None,
    unpublished: Sequence[FileChange] = (),
    base: CommitId | None = None,
) -> Register:
    """Return every policy with its history, seen from a day.

    `as_known` leaves out what was published or declared after that day. `unpublished` are the
    files that differ from the published ones; they are read as one commit of today, and what it
    makes is marked as a preview. `base` is a commit that is read to in place of the published
    branch's last. Raises NoPolicies, and what `GitHistory.published_ref` raises.
    """
    ref = history.published_ref(settings.published)
    tip = base or history.commit_id(ref)
    branch = read_branch(history, tip, texts.cache)
    commits = _known(branch.commits, as_known, settings)
    if not commits:
        raise NoPolicies(f"nothing had been published yet on {as_known}")
    if as_known is not None:
        settings = settings_known_at(history, commits[-1].id, settings)
    patterns = DocumentPatterns(settings)
    lineages = trace_lineages(
        (*commits, *_unpublished_commit(unpublished, today, settings.timezone)),
        is_document=is_document,
    )
    declared = DeclaredNames(texts)
    files, faults = identify(
        lineages, patterns=patterns, moves=dict(settings.moves), front_matter_of=declared.of
    )
    declared.keep()

    def read(unknown: Sequence[PolicyFiles]) -> Iterable[tuple[PolicyFiles, PolicyReading]]:
        if not unknown:
            return ()
        from archive.policy_reading import read_policies  # noqa: PLC0415 - with all that finds dates

        return read_policies(
            unknown,
            texts,
            settings=settings,
            patterns=patterns,
            today=today,
            first_seen=branch.first_seen,
            progress=progress,
        )

    kept = KeptPolicies(
        texts.cache, settings, branch.first_seen, today=today, whole=as_known is None
    )
    policies = _policies(files, kept, read)
    if not policies:
        raise NoPolicies(
            "no policy found: no file with words below its headings matches "
            + ", ".join(f"`{pattern}`" for pattern in settings.documents)
            + "; run `fairnotice init`, or set `documents` in fairnotice.toml"
        )
    policies = with_originals(policies, language=settings.language, markdown=texts.markdown)
    return Register(
        read_at=commits[-1].id,
        ref=ref,
        today=today,
        policies=with_partings(replacements(policies)),
        faults=(
            *faults,
            *clock_faults(commits, today=today, zone=settings.timezone),
            *redirect_faults(policies, default_language=settings.language),
            *_no_texts(history.links(commits[-1].id), patterns),
            *_no_texts((each.path for each in unpublished if not each.is_text), patterns),
            *redaction_faults(
                policies,
                () if as_known else settings.redactions,  # they are made in today's register
                known=_blobs(files),
                texts=texts,
            ),
        ),
    )


def _known(
    commits: Iterable[Commit], as_known: date | None, settings: Settings
) -> tuple[Commit, ...]:
    """Keep the commits published by a day; none counts as published before the one it follows."""
    kept = tuple(commits)
    if as_known is None:
        return kept
    days = [moment.astimezone(settings.timezone).date() for moment in published_moments(kept)]
    return kept[: bisect_right(days, as_known)]


def _no_texts(paths: Iterable[str], patterns: DocumentPatterns) -> Iterable[Fault]:
    for path in paths:
        if patterns.match(path) is not None or patterns.is_folder(path):
            yield Fault(
                code="no-text",
                severity=Severity.ERROR,
                message="this is a symbolic link or a submodule, and is never read: put the text"
                " itself here, as a file",
                path=path,
            )


def _unpublished_commit(
    changes: Sequence[FileChange], today: date, zone: ZoneInfo
) -> Iterable[Commit]:
    """Yield what is not published as if it were, at noon; its commit has no name yet."""
    if changes:
        noon = datetime.combine(today, time(12), tzinfo=zone).astimezone(UTC)
        yield Commit(id=CommitId(""), committed=noon, changes=tuple(changes))


def _policies(
    files: Sequence[PolicyFiles],
    kept: KeptPolicies,
    read: Callable[[Sequence[PolicyFiles]], Iterable[tuple[PolicyFiles, PolicyReading]]],
) -> tuple[Policy, ...]:
    """Return every policy with its history, as it was kept where it would be read the same."""
    known = {each.key: found for each in files if (found := kept.get(each))}
    for each, reading in read([each for each in files if each.key not in known]):
        known[each.key] = reading
        kept.put(each, reading)
    return tuple(policy for each in files if (policy := known[each.key].policy))


def _blobs(files: Iterable[PolicyFiles]) -> frozenset[BlobId]:
    """Return git's name of every text that was ever a policy's."""
    return frozenset(
        sighting.blob
        for each in files
        for sighting in (*each.main, *each.next, *each.earlier)
        if sighting.blob is not None
    )
