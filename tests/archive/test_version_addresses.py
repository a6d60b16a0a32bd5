"""Under which address a version stands; an address once given leads to its text for ever."""

from datetime import date

import pytest
from hypothesis import given

from archive.publications import Publication
from archive.version_addresses import Place, Placed, places
from archive.versions import History
from tests.archive.publications import history, text
from tests.archive.test_versions import made_up_publications


def placed(effective: str | None, published: str = "2026-01-01", *, starts: bool = False) -> Placed:
    day = date.fromisoformat(effective) if effective else None
    return Placed(starts, day, date.fromisoformat(published))


@pytest.mark.parametrize(
    ("revisions", "addresses"),
    [
        pytest.param([placed("2026-02-01")], ["2026-02-01"], id="its effective date"),
        pytest.param([placed(None)], ["2026-01-01"], id="without one, its day of publication"),
        pytest.param(
            [placed("2026-02-01"), placed("2026-02-01")],
            ["2026-02-01", "2026-02-01"],
            id="texts of one date are one version",
        ),
        pytest.param(
            [placed(None), placed(None)],
            ["2026-01-01", "2026-01-01-2"],
            id="texts without a date are a version each",
        ),
        pytest.param(
            [placed("2026-02-01"), placed("2026-03-01"), placed("2026-02-01")],
            ["2026-02-01", "2026-03-01", "2026-02-01-2"],
            id="a second run of one date is numbered",
        ),
        pytest.param(
            [placed("2026-02-01"), placed("2026-02-01", starts=True)],
            ["2026-02-01", "2026-02-01-2"],
            id="a policy that was gone meanwhile begins a run",
        ),
    ],
)
def test_where_versions_stand(revisions: list[Placed], addresses: list[str]) -> None:
    assert [place.version for place in places(revisions)] == addresses


def test_a_text_that_is_dated_again_remembers_where_it_stood() -> None:
    announced = text("a", "2026-01-01", "2026-03-01")
    postponed = text("a", "2026-01-20", "2026-04-01")

    (version,) = history([announced, postponed]).versions

    assert version.address == "2026-04-01"
    assert version.revisions[0].former_places == (Place("2026-03-01", dated=True),)


def test_a_text_that_is_given_its_date_later_remembers_its_day_of_publication() -> None:
    (version,) = history([text("a", "2026-01-01"), text("a", "2026-01-05", "2026-01-10")]).versions

    assert version.revisions[0].former_places == (Place("2026-01-01", dated=False),)


def standing(found: History) -> dict[str, set[Place]]:
    """Every place of each revision: where it stands, and where it stood."""
    return {
        revision.id: {
            Place(version.address, dated=version.effective is not None),
            *revision.former_places,
        }
        for version in found.versions
        for revision in version.revisions
    }


@given(publications=made_up_publications())
def test_no_address_is_forgotten_when_history_grows(publications: list[Publication]) -> None:
    now = standing(history(publications))

    for number in range(1, len(publications)):
        for revision, then in standing(history(publications[:number])).items():
            assert then <= now[revision]
