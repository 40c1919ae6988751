#!/usr/bin/env bash
# Makes the certificates of the tests anew: an authority, and what servers on loopback present.
# The authority's key is thrown away; the servers' key is public and protects nothing.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"; }

key "$work/authority.key"
openssl req -x509 -new -key "$work/authority.key" -subj "/CN=hairtrigger test authority" -days 36500 \
  -addext "keyUsage=critical,keyCertSign" -out authority.pem

# One key for all: what differs is what the authority says of it.
key server.key
openssl req -new -key server.key -subj "/CN=hairtrigger test server" -out "$work/request.pem"
touch "$work/issued"

certificate() { # file, names, valid from, valid until
  cat >"$work/authority.conf" <<CONF
[ca]
default_ca = authority
[authority]
database = $work/issued
new_certs_dir = $work
rand_serial = yes
unique_subject = no
default_md = sha256
policy = anything
x509_extensions = extensions
[anything]
commonName = supplied
[extensions]
subjectAltName = $2
basicConstraints = CA:FALSE
extendedKeyUsage = serverAuth
CONF
  openssl ca -batch -notext -config "$work/authority.conf" -cert authority.pem -keyfile "$work/authority.key" \
    -in "$work/request.pem" -startdate "$3" -enddate "$4" -out "$1" 2>"$work/log" || cat "$work/log"
}
loopback="DNS:localhost, IP:127.0.0.1, IP:::1"
certificate server.pem "$loopback" 20250101000000Z 21241231000000Z
certificate expired.pem "$loopback" 20240101000000Z 20240102000000Z
certificate future.pem "$loopback" 21200101000000Z 21241231000000Z
certificate other-host.pem "DNS:elsewhere.example" 20250101000000Z 21241231000000Z

# What one command makes: signed by itself, and an authority by what it says of itself.
self_signed() { # file, names
  openssl req -x509 -new -key server.key -subj "/CN=localhost" -days 36500 -addext "subjectAltName=$2" -out "$1"
}
self_signed self-signed.pem "$loopback"
self_signed self-signed-elsewhere.pem "DNS:elsewhere.example"

# What old instructions make: of version 1, which has no place for names.
openssl req -new -key server.key -subj "/CN=localhost" -out "$work/old.pem"
openssl x509 -req -in "$work/old.pem" -signkey server.key -days 36500 -out version-1.pem
