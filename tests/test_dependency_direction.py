"""May a module import that? The layout of DESIGN.md, read from the source and enforced."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("archive", "notify", "site_overrides")

# The parts of notify that compute from values alone.
VALUES_ONLY = (
    "notify.assessment",
    "notify.decisions",
    "notify.workspace_judgements",
    "notify.findings",
    "notify.kinds_held",
    "notify.notices",
    "notify.rules",
)

BARRED = {
    "archive": ("notify", "site_overrides", "fairnotice", "mkdocs", "sqlalchemy", "sendgrid"),
    "notify": ("site_overrides", "fairnotice", "mkdocs"),
    "site_overrides": ("notify", "fairnotice"),
}
EXCEPT = {"site_overrides": VALUES_ONLY}

# One boundary module per outside system; the schema is the ledger's, in a package of its own.
BOUNDARIES = {
    "git": ("archive/git_history.py", "archive/git_writing.py"),
    "gitdb": ("archive/git_history.py",),
    "sqlalchemy": ("notify/schema/*.py", "notify/ledger*.py", "notify/sql_recipients.py"),
    "urllib.request": (
        "archive/fetching.py",
        "notify/second_reader.py",
        "notify/sendgrid_calls.py",
        "notify/transport.py",
    ),
    "sendgrid": ("notify/sendgrid_calls.py", "notify/sendgrid_events.py"),
    "python_http_client": ("notify/sendgrid_calls.py",),
    "starlette": ("notify/web*.py",),
    "uvicorn": ("notify/web_server.py",),
    "aiosmtplib": ("notify/smtp_lines.py", "notify/smtp_answers.py"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One name that one file of ours imports."""

    file: str
    line: int
    name: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} imports {self.name}"


@cache
def imports_of(path: Path, root: Path = ROOT) -> tuple[Import, ...]:
    """Every import of a file, wherever it stands in it, relative and by-name ones included."""
    file = path.relative_to(root)
    return tuple(
        Import(file=file.as_posix(), line=getattr(node, "lineno", 0), name=name)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _names(node, file)
    )


def _names(node: ast.AST, file: Path) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=module, names=names, level=level):
            above = file.parts[: len(file.parts) - level] if level else ()
            start = [*above, *([module] if module else [])]
            return [".".join([*start, alias.name]) for alias in names]
        case ast.Call(
            func=ast.Name(id="import_module" | "__import__")
            | ast.Attribute(attr="import_module" | "__import__"),
            args=[ast.Constant(value=str(name)), *_],
        ):
            return [name]
        case _:
            return []


def within(name: str, packages: Iterable[str]) -> bool:
    """Whether a dotted name is one of these packages or lies inside one."""
    return any(f"{name}.".startswith(f"{package}.") for package in packages)


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_point_one_way(package: str) -> None:
    assert modules(package), f"{package} has no modules to check"
    backwards = [
        str(found)
        for module in modules(package)
        for found in imports_of(module)
        if within(found.name, BARRED[package]) and not within(found.name, EXCEPT.get(package, ()))
    ]
    assert not backwards


@pytest.mark.parametrize("system", BOUNDARIES)
def test_only_its_boundary_module_speaks_to_an_outside_system(system: str) -> None:
    elsewhere = [
        str(found)
        for module in [
            *(path for name in PACKAGES for path in modules(name)),
            ROOT / "fairnotice.py",
        ]
        if module.is_file()
        for found in imports_of(module)
        if within(found.name, [system])
        and not any(fnmatch(found.file, allowed) for allowed in BOUNDARIES[system])
    ]
    assert not elsewhere


def test_the_site_reaches_no_database_and_no_mail_package() -> None:
    """Not even by way of what notify's computing parts import themselves."""
    waiting, seen, reached = modules("site_overrides"), set[Path](), list[str]()
    while waiting:
        module = waiting.pop()
        if module in seen:
            continue
        seen.add(module)
        for found in imports_of(module):
            if within(found.name, ["sqlalchemy", "sendgrid", "smtplib"]):
                reached.append(str(found))
            waiting += _files_run_by(found.name)
    assert not reached


def _files_run_by(name: str) -> list[Path]:
    """Our files that importing a dotted name runs: its packages' and its own."""
    parts = name.split(".")
    starts = [ROOT.joinpath(*parts[: end + 1]) for end in range(len(parts))]
    if parts[0] not in PACKAGES:
        return []
    candidates = [
        path for start in starts for path in (start.with_suffix(".py"), start / "__init__.py")
    ]
    return [path for path in candidates if path.is_file()]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        pytest.param("import notify.ledger as n", ["notify.ledger"], id="a plain import"),
        pytest.param("from notify import ledger", ["notify.ledger"], id="a module by from"),
        pytest.param("from .. import notify", ["notify"], id="a climb out of the package"),
        pytest.param("from . import dates", ["archive.dates"], id="a neighbour"),
        pytest.param("from .dates import day", ["archive.dates.day"], id="from a neighbour"),
        pytest.param("def f():\n    import git", ["git"], id="inside a function"),
        pytest.param("importlib.import_module('git')", ["git"], id="by its name"),
        pytest.param("import gitignore", ["gitignore"], id="a name that only begins alike"),
    ],
)
def test_an_import_is_found(source: str, names: list[str], tmp_path: Path) -> None:
    module = tmp_path / "archive" / "module.py"
    module.parent.mkdir()
    module.write_text(source, encoding="utf-8")

    assert [found.name for found in imports_of(module, tmp_path)] == names


def test_a_package_holds_its_own_names_only() -> None:
    assert within("git.repo", ["git"])
    assert not within("gitignore", ["git"])
