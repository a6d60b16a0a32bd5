"""The page that says whom to ask about each policy, and which authorities take complaints."""

from markupsafe import Markup

from archive.contacts import Contact
from archive.register import Policy
from site_overrides.pages import policy_contact
from site_overrides.sites import WHOM_TO_ASK, Site
from site_overrides.templates import fill, link_from


def ask_page(site: Site) -> Markup:
    """Return the body of the page."""
    by_contact: dict[Contact, list[tuple[Policy, str]]] = {}
    for policy in site.in_own_language(site.living):
        contact = policy_contact(site, policy.in_force or policy.revisions[-1])
        if contact is not None:
            named = by_contact.setdefault(contact, [])
            named.append((policy, site.policy_address(policy)))
    return fill(
        "ask.html",
        site.speech,
        contacts=tuple(by_contact.items()),
        authorities=site.settings.authorities,
        link=link_from(WHOM_TO_ASK),
    )
