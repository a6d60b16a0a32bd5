#!/usr/bin/env bash
# deploy.sh TARGET: puts site/ on a web server, all at once. TARGET is a folder there, such as
# web@www.example.com:/srv/policies, or a folder here; the server's root is TARGET/current.
#
# Each site gets a folder of its own under releases/, and `current` is a link that is switched by
# one rename when everything has arrived. A copy that breaks off leaves the old site as it was.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

target=${1:?give the folder, as in web@www.example.com:/srv/policies}
keep=5 # former sites, to go back to
release=$(date -u +%Y%m%dT%H%M%SZ)-$(git rev-parse --short=12 HEAD)-$$

if [[ $target == *:* ]]; then
  host=${target%%:*}
  folder=${target#*:}
  on_server() { ssh -o BatchMode=yes -- "$host" bash -s -- "$@"; }
  into=$host:$folder
else
  mkdir -p "$target"
  folder=$(cd "$target" && pwd)
  on_server() { bash -s -- "$@"; }
  into=$folder
fi

for needed in index.html archive.json status.json; do
  if [[ ! -s site/$needed ]]; then
    echo "site/$needed is missing: run publishing/build.sh first" >&2
    exit 1
  fi
done

on_server "$folder" <<'REMOTE'
set -euo pipefail
mkdir -p "$1/releases"
REMOTE

rsync --recursive --times --chmod=D755,F644 site/ "$into/releases/.$release.partial/"

on_server "$folder" "$release" "$keep" <<'REMOTE'
set -euo pipefail
cd "$1"
mv "releases/.$2.partial" "releases/$2"
ln -s "releases/$2" ".current.$2"
# One rename: a reader gets the old site or the new one, never part of each.
mv -T ".current.$2" current
# What a copy left that broke off a day ago, and all but the newest sites.
find releases -mindepth 1 -maxdepth 1 -name '.*.partial' -mmin +1440 -exec rm -rf {} +
find . -maxdepth 1 -type l -name '.current.*' -mmin +1440 -delete
find releases -mindepth 1 -maxdepth 1 -type d ! -name '.*' ! -name "$2" -print | sort |
  head -n "-$3" | xargs -r rm -rf --
REMOTE
