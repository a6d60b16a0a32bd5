"""Where a link inside a text leads on the site."""

from collections.abc import Iterator
from datetime import date

import pytest

from site_overrides.links import Destinations, relink, target_path, without_outside_images
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import opened_site


@pytest.fixture(scope="module")
def destinations(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Destinations]:
    """The links of a site with terms that were moved, then changed on a later day."""
    repository = PolicyRepository(tmp_path_factory.mktemp("links"))
    first = policy("# Terms\n\nFirst terms of ours.", effective="2020-01-01")
    repository.commit({"policy/old-terms.md": first}, "2019-12-01")
    repository.move("policy/old-terms.md", "policy/terms.md", "2019-12-05")
    second = policy("# Terms\n\nSecond terms of ours.", effective="2021-01-01")
    repository.commit({"policy/terms.md": second}, "2020-12-01")
    repository.write(
        "fairnotice.toml", '[moves]\n"policy/old-terms.md" = "terms"\n"policy/terms.md" = "terms"\n'
    )
    with opened_site(repository.root) as site:
        yield Destinations(site=site)


@pytest.mark.parametrize(
    ("href", "path", "target"),
    [
        ("terms.md", "policy/privacy.md", "policy/terms.md"),
        ("../terms.md", "policy/en/privacy.md", "policy/terms.md"),
        ("./terms", "privacy.md", "terms"),
        ("/policy/terms.md", "policy/privacy.md", "policy/terms.md"),
        ("Our%20terms.md", "policy/privacy.md", "policy/Our terms.md"),
        ("../../../etc/passwd", "policy/privacy.md", "../../etc/passwd"),
    ],
)
def test_a_link_means_a_path_of_the_repository(href: str, path: str, target: str) -> None:
    assert target_path(href, path) == target


@pytest.mark.parametrize(
    ("href", "on", "target"),
    [
        pytest.param("terms.md", "2020-06-01", "../../terms/2020-01-01/", id="in force then"),
        pytest.param("terms.md", "2021-01-01", "../../terms/2021-01-01/", id="from its first day"),
        pytest.param("terms.md#a", "2020-06-01", "../../terms/2020-01-01/#a", id="anchors stay"),
        pytest.param("terms", "2020-06-01", "../../terms/2020-01-01/", id="without its ending"),
        pytest.param("old-terms.md", "2020-06-01", "../../terms/2020-01-01/", id="an old path"),
        pytest.param("terms.md", "2018-01-01", "../../terms/", id="before its first version"),
        pytest.param("gone.md", "2020-06-01", None, id="nothing there"),
        pytest.param("/shop", "2020-06-01", None, id="elsewhere on the host"),
        pytest.param("#here", "2020-06-01", "#here", id="on the same page"),
        pytest.param("https://example.org/", "2020-06-01", "https://example.org/", id="the web"),
        pytest.param("mailto:a@example.com", "2020-06-01", "mailto:a@example.com", id="mail"),
        pytest.param("//example.org/x", "2020-06-01", None, id="a host without a scheme"),
        pytest.param("http://[bad", "2020-06-01", None, id="no address at all"),
    ],
)
def test_an_archived_link_leads_to_its_target_as_it_stood(
    destinations: Destinations, href: str, on: str, target: str | None
) -> None:
    resolve = destinations.on_an_archived_page(
        path="policy/privacy.md", address="privacy/2020-01-01/", on=date.fromisoformat(on)
    )

    assert resolve(href) == target


def test_a_link_without_a_target_leaves_its_words() -> None:
    html = '<p><a id="x" href="gone.md">the <em>rules</em></a> and <a href="a">b</a></p>'

    relinked = relink(html, {"a": "c"}.get)

    assert relinked == (
        '<p><span class="fn-dead-link" id="x">the <em>rules</em></span> and <a href="c">b</a></p>'
    )


@pytest.mark.parametrize(
    "source",
    [
        "https://example.org/x.png",
        "//example.org/x.png",
        "\\\\example.org\\x",
        "data:x",
        "/\t/x",
        "",
    ],
)
def test_a_picture_of_another_host_becomes_words(source: str) -> None:
    html = without_outside_images(f'<p><img src="{source}" alt="A map"></p>')

    assert html == '<p><span class="fn-no-picture">[Picture: A map]</span></p>'


def test_an_own_picture_stays() -> None:
    html = '<img src="images/map.png" alt="A map">'

    assert without_outside_images(html) == html
