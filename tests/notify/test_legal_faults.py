"""Legal faults: each cites its law once, and says nothing twice."""

import pytest

from archive.errors import InvalidValue
from archive.faults import Fault, Severity
from notify.legal_faults import LegalFault, merged


def a_fault(code: str = "missing-summary", message: str = "write one", **fields: str) -> LegalFault:
    return LegalFault(
        code=code,
        severity=Severity.ERROR,
        message=message,
        profiles=("dsa", "gdpr"),
        sources=("DSA Article 14(2)", "WP260"),
        path=fields.get("path", "policy/privacy.md"),
        line=3,
        commit="abc",
    )


def test_a_fault_ends_with_its_sources() -> None:
    assert str(a_fault().fault) == (
        "policy/privacy.md:3: error missing-summary: write one (DSA Article 14(2); WP260)"
    )


def test_a_source_that_the_words_name_is_not_named_again() -> None:
    assert a_fault(message="WP260 wants one").fault.message == "WP260 wants one (DSA Article 14(2))"


def test_a_fault_that_nobody_explained_cannot_be_reported() -> None:
    with pytest.raises(InvalidValue, match="'made-up' is no known code"):
        a_fault("made-up")


def test_what_a_law_asks_for_as_well_stands_once_and_cites_it() -> None:
    same, other, elsewhere = (
        Fault(code=code, severity=Severity.WARNING, message="more of its case", path=path)
        for code, path in (
            ("missing-summary", "policy/privacy.md"),
            ("no-date", "policy/privacy.md"),
            ("missing-summary", "policy/terms.md"),
        )
    )
    contact = a_fault("missing-contact")

    found = merged([same, other, elsewhere], [a_fault(), contact])

    assert [str(fault) for fault in found] == [
        "policy/privacy.md: error missing-summary: more of its case (DSA Article 14(2); WP260)",
        str(other),
        str(elsewhere),
        str(contact.fault),
    ]
