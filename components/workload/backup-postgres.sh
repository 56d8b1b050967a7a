#!/bin/bash
# Dumps the PostgreSQL database of the connection string in DATABASE_URL into $BACKUP_DIR, compressed, in the custom format.
# The password goes to pg_dump by environment: on a command line every process of the node could read it.
set -euo pipefail

pattern='^postgres(ql)?://([^:@/]+)(:([^@/]*))?@([^:/?@]+)(:([0-9]+))?/([^?]+)(\?(.*))?$'
if [[ ! ${DATABASE_URL:-} =~ $pattern ]]; then
  echo "DATABASE_URL is no connection string of the form postgres://user:password@host:port/database?sslmode=require" >&2
  exit 2
fi

decode() { printf '%b' "${1//%/\\x}"; }

PGUSER=$(decode "${BASH_REMATCH[2]}")
PGPASSWORD=$(decode "${BASH_REMATCH[4]}")
PGHOST=${BASH_REMATCH[5]}
PGPORT=${BASH_REMATCH[7]:-5432}
PGDATABASE=$(decode "${BASH_REMATCH[8]}")
parameters=${BASH_REMATCH[10]:-}
PGSSLMODE=require
if [[ $parameters =~ (^|&)sslmode=([a-z-]+) ]]; then PGSSLMODE=${BASH_REMATCH[2]}; fi
export PGUSER PGPASSWORD PGHOST PGPORT PGDATABASE PGSSLMODE

file=$BACKUP_DIR/$(date -u +%Y%m%dT%H%M%SZ).dump
pg_dump --format=custom --compress=6 --no-password --file="$file.partial"
pg_restore --list "$file.partial" >/dev/null # a dump that cannot be listed is no backup
mv "$file.partial" "$file"
echo "dumped $PGDATABASE on $PGHOST: $(stat -c %s "$file") bytes"
