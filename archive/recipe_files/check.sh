#!/usr/bin/env bash
# Waits until the site that readers see is today's, for five minutes at most; else it fails.
# Run it after publishing, and from outside: a daily build that has stopped says nothing itself.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=/dev/null
source publishing/program.sh

fairnotice=${FAIRNOTICE:-$(install_program)}
whole_history
for wait in ${FAIRNOTICE_WAITS-10 20 30 60 60 60 60}; do
  if "$fairnotice" verify --live "$SITE_URL"; then
    exit 0
  fi
  sleep "$wait"
done
exec "$fairnotice" verify --live "$SITE_URL"
