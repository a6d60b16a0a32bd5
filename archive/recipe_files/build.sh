#!/usr/bin/env bash
# Builds the policy site into site/, once it is sure that nothing published was lost or altered.
#
# FAIRNOTICE_FIRST=1 says that nothing was published yet; give it for the first time only, or a
# lost record would pass for a new one. FAIRNOTICE=/path/to/it names a program that is installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=/dev/null
source publishing/program.sh

fairnotice=${FAIRNOTICE:-$(install_program)}
first=()
if [[ ${FAIRNOTICE_FIRST-} == 1 ]]; then
  first=(--first)
fi

whole_history
"$fairnotice" verify --against "$SITE_URL" "${first[@]}"
"$fairnotice" build --site-dir site --against "$SITE_URL" "${first[@]}"
# Some hosts refuse links in what they are given, and some follow them.
if [[ -n $(find site \( -type l -o -type f -links +1 \) -print -quit) ]]; then
  echo "site/ holds a link; it is not published" >&2
  exit 1
fi
