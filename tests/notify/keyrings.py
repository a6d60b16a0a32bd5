"""Keys of tests: made up, and the same each time."""

from notify.keys import Keyring, Purpose, key_of


def a_keyring(*values: str, practice: bool = False) -> Keyring:
    """A keyring with keys of these values, the newest first; else those of `an_environment`."""
    keys = {
        purpose: tuple(key_of(purpose, value) for value in values or (a_value(purpose.name),))
        for purpose in Purpose
    }
    return Keyring(keys=keys, practice=practice)


def a_value(of: str) -> str:
    """A value for the environment, such as openssl would make."""
    return f"{of}-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789"


def an_environment(**values: str) -> dict[str, str]:
    """Keys of every purpose, some of them named: DATA="first,second"."""
    usual = {purpose: a_value(purpose.name) for purpose in Purpose}
    return {str(purpose): values.get(purpose.name, usual[purpose]) for purpose in Purpose}
