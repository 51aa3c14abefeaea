#!/usr/bin/env bash
# Installs the peers that tests and benches run against, on Debian and its relatives, when run as root; says what is
# missing otherwise. Silent and instant when everything is there. Nothing that is installed here is left running.
set -euo pipefail

packages=(
  dcmtk orthanc orthanc-postgresql orthanc-dicomweb              # DICOM peers
  libgdcm-tools libopenjp2-tools dicom3tools                     # decoders of others, and a critic
  postgresql                                                     # the machine's own PostgreSQL, beside npm's
  chromium chromium-headless-shell                               # browser tests and screenshots
  python3-pydicom python3-numpy                                  # an independent reader of DICOM
  openssl jq strace                                              # certificates, JSON, system-call traces
  haproxy                                                        # in front of several gateways
  rsyslog rsyslog-openssl                                        # an audit repository
  clamav-daemon                                                  # a virus scanner
)

if ! command -v dpkg-query >/dev/null; then
  echo "This is no Debian system; tests that need one of these are skipped: ${packages[*]}" >&2
  exit 0
fi

# It fails where it has never heard of one of them, which is then missing.
known=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null) || true
installed=" $(sed -n 's/^installed //p' <<<"$known" | tr '\n' ' ')"
missing=()
for package in "${packages[@]}"; do
  [[ $installed == *" $package "* ]] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
  echo "Not installed; tests that need them are skipped: ${missing[*]}" >&2
  echo "To install them: sudo tools/debian-packages.sh" >&2
  exit 0
fi

# Some of these are services. 101 is "action forbidden by policy": the packages are unpacked and nothing is started.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  printf '#!/bin/sh\nexit 101\n' >$policy
  chmod 755 $policy
  trap 'rm -f $policy' EXIT
fi

echo "Installing for the tests: ${missing[*]}"
log=$(mktemp)
if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  tail -n 15 "$log" >&2
  echo "Some packages could not be installed; tests that need them are skipped." >&2
fi
rm -f "$log"
