"""Where the ledger lives: disks that are forgotten or another machine's, and what is told of them."""

import subprocess
from pathlib import Path

import pytest

from notify.ledger_place import (
    BadPlace,
    disk_of,
    home_of,
    refuse_forgotten_disk,
    refuse_network_disk,
    why_forgotten,
)
from tests.notify.ledgers import a_ledger, file_in
from tests.postgresql import Server

MOUNTS = r"""
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
23 22 0:20 / /proc rw - proc proc rw
30 22 0:30 / /srv/shared rw,relatime shared:1 - nfs4 files.example.com:/shared rw
31 30 0:31 / /srv/shared/own rw - ext4 /dev/vdb rw
32 22 0:32 / /mnt/two\040words rw - cifs //files.example.com/two rw
33 22 0:33 / /run rw - tmpfs tmpfs rw
34 22 0:34 / /var/lib/box rw - overlay overlay rw
"""


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        pytest.param("/home/site/ledger", "ext4", id="this machine's disk"),
        pytest.param("/srv/shared/ledger", "nfs4", id="a folder of a server"),
        pytest.param("/srv/shared/own/ledger", "ext4", id="a disk mounted inside it"),
        pytest.param("/srv/sharedness/ledger", "ext4", id="a name that only begins alike"),
        pytest.param("/mnt/two words/ledger", "cifs", id="a name with a space"),
    ],
)
def test_the_disk_of_a_file_is_the_nearest_one_mounted_above_it(file: str, kind: str) -> None:
    assert disk_of(Path(file), MOUNTS) == kind


def test_where_the_system_tells_no_disks_none_is_known() -> None:
    assert disk_of(Path("/home/site/ledger"), "") is None


def test_this_machine_tells_what_disk_a_file_lies_on(tmp_path: Path) -> None:
    mounts = Path("/proc/self/mountinfo")
    if not mounts.exists():
        pytest.skip("this system does not tell")

    assert disk_of(tmp_path, mounts.read_text(encoding="utf-8")) is not None
    assert disk_of(Path("/proc/self"), mounts.read_text(encoding="utf-8")) == "proc"


def test_a_network_disk_is_refused_with_the_line_to_write_instead() -> None:
    with pytest.raises(BadPlace, match=r"network disk \(nfs4\).*FAIRNOTICE_DATABASE=postgresql:"):
        refuse_network_disk(Path("/srv/shared/ledger"), mounts=MOUNTS)
    refuse_network_disk(Path("/srv/shared/own/ledger"), mounts=MOUNTS)


@pytest.mark.parametrize(
    ("file", "environ", "why"),
    [
        pytest.param("/home/site/ledger", {"CI": "true"}, "this is a CI job", id="a CI job"),
        pytest.param("/home/ledger", {"GITHUB_ACTIONS": "true"}, "this is a CI job", id="GitHub's"),
        pytest.param("/run/ledger", {}, "on a disk that is not kept (tmpfs)", id="memory"),
        pytest.param("/var/lib/box/ledger", {}, "not kept (overlay)", id="a container's own"),
        pytest.param("/tmp/ledger", {}, "a folder for what is temporary", id="what is temporary"),
    ],
)
def test_what_is_thrown_away_is_known(file: str, environ: dict[str, str], why: str) -> None:
    assert why in (why_forgotten(Path(file), environ, mounts=MOUNTS) or "")


@pytest.mark.parametrize("environ", [{}, {"CI": "false"}, {"CI": ""}])
def test_a_machine_s_own_disk_is_kept(environ: dict[str, str]) -> None:
    assert why_forgotten(Path("/home/site/ledger"), environ, mounts=MOUNTS) is None


def test_what_is_thrown_away_is_refused_with_the_lines_to_write_instead(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)

    with pytest.raises(BadPlace, match=r"a CI job.*postgresql://.* send --this-disk-is-kept"):
        refuse_forgotten_disk(ledger.engine, {"CI": "true"})


def test_a_server_is_not_forgotten_when_a_job_ends(postgresql: Server) -> None:
    refuse_forgotten_disk(a_ledger(postgresql.new_database()).engine, {"CI": "true"})


def test_each_database_has_a_home_of_its_own(tmp_path: Path, postgresql: Server) -> None:
    urls = [file_in(tmp_path / "a"), file_in(tmp_path / "b")]
    urls += [postgresql.new_database(), postgresql.new_database()]

    def home(url: str) -> str:
        with a_ledger(url).reading() as connection:
            return home_of(connection)

    homes = [home(url) for url in urls]
    assert homes == [home(url) for url in urls]
    assert len(set(homes)) == 4


def test_the_home_of_a_file_is_its_disk_and_its_number(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    file = (tmp_path / "ledger.sqlite3").stat()

    with ledger.reading() as connection:
        assert home_of(connection) == f"sqlite:{file.st_dev}:{file.st_ino}"


def test_the_home_of_a_database_is_its_server_timeline_and_tables(postgresql: Server) -> None:
    url = postgresql.new_database()
    told = subprocess.run(
        [postgresql.programs / "pg_controldata", "-D", postgresql.folder / "data"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    facts = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
    server = facts["Database system identifier"].strip()
    timeline = int(facts["Latest checkpoint's TimeLineID"])
    number = "SELECT oid FROM pg_database WHERE datname = current_database()"

    with a_ledger(url).reading() as connection:
        database = connection.exec_driver_sql(number).scalar_one()
        table = connection.exec_driver_sql("SELECT 'event'::regclass::oid").scalar_one()

        assert home_of(connection) == f"postgresql:{server}:{timeline:08X}:{database}:{table}"
