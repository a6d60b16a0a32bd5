"""The last look before sending, at a site as it is really built."""

from pathlib import Path

import pytest

from archive.errors import NotPublished
from archive.sample_history import rebuild_sample
from archive.workspace import Workspace, open_workspace
from notify.last_looks import NotToldNow, refuse_unpublished

SITE = "https://policies.example.com/"


def look(workspace: Workspace, site: Path, *, without: str | None = None) -> None:
    """Look at every text of the sample, where a built site lies under the address."""

    def page_at(url: str) -> bytes:
        file = site / url.removeprefix(SITE) / "index.html"
        if not file.exists():
            raise NotPublished(f"{url}: there is no such page")
        content = file.read_bytes()
        return content.replace(without.encode(), b"") if without else content

    for policy in workspace.register:
        for revision in policy.revisions:
            refuse_unpublished(
                workspace.register,
                {revision.id},
                site_url=SITE,
                default_language=workspace.settings.language,
                html_of=workspace.texts.html,
                page_at=page_at,
            )


def test_every_page_of_a_built_site_shows_the_text_that_it_is_about(
    sample_site: Path, tmp_path: Path
) -> None:
    sample = rebuild_sample(tmp_path)
    with open_workspace(sample.root, today=sample.today) as workspace:
        look(workspace, sample_site)
        with pytest.raises(NotToldNow, match="does not show the text that people are told of"):
            look(workspace, sample_site, without=" not")
        with pytest.raises(NotToldNow, match=r"cannot follow the links .* there is no such page"):
            look(workspace, tmp_path / "nowhere")
