# shellcheck shell=bash
# Where the program is that publishing/build.sh and publishing/check.sh run, and what it needs.

# shellcheck source=/dev/null
source publishing/settings.sh

# Prints the path of the program; installs it the first time, by the hashes of its own lock.
install_program() {
  local program=${XDG_CACHE_HOME:-$HOME/.cache}/fairnotice/$PROGRAM_COMMIT
  if [[ $PROGRAM_COMMIT =~ ^0+$ ]]; then
    echo "publishing/settings.sh: write the commit of Fair Notice into PROGRAM_COMMIT" >&2
    return 2
  fi
  if [[ ! -x $program/.venv/bin/fairnotice ]]; then
    git init -q "$program"
    git -C "$program" fetch -q --depth 1 "$PROGRAM_REPOSITORY" "$PROGRAM_COMMIT"
    git -C "$program" -c advice.detachedHead=false checkout -q FETCH_HEAD
    (cd "$program" && tests/setup/venv --runtime >&2)
  fi
  printf '%s\n' "$program/.venv/bin/fairnotice"
}

# Hosts clone the last commit alone; without the others no date is known.
whole_history() {
  if [[ $(git rev-parse --is-shallow-repository) == true ]]; then
    git fetch -q --unshallow origin
  fi
  if ! git rev-parse -q --verify "refs/remotes/origin/$BRANCH" >/dev/null &&
    git remote get-url origin >/dev/null 2>&1; then
    git fetch -q origin "+refs/heads/$BRANCH:refs/remotes/origin/$BRANCH"
  fi
}
