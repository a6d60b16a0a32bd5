# shellcheck shell=bash disable=SC2034
# What publishing/build.sh and its fellows need to know. Fill in the last two, and look at the rest.

# Where the site is read, with the slash at its end.
SITE_URL=https://policies.example.com/

# The branch that readers see: `published` in fairnotice.toml.
BRANCH=main

# Where Fair Notice comes from, and which commit of it was looked at. Its packages are installed
# by the hashes that this commit lists, so nothing that runs here changes by itself.
PROGRAM_REPOSITORY=https://git.example.com/fair-notice.git
PROGRAM_COMMIT=0000000000000000000000000000000000000000
