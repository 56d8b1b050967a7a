#!/bin/bash
# Restores the dump in $DRILL_DIR into the database of DATABASE_URL, which must be empty: all of it, or nothing where a part fails.
# The password goes by environment: on a command line every process of the node could read it.
set -euo pipefail

dumps=("$DRILL_DIR"/*.dump)
if [[ ${#dumps[@]} != 1 || ! -f ${dumps[0]} ]]; then
  echo "expected one dump in $DRILL_DIR, got: ${dumps[*]##*/}" >&2
  exit 2
fi

login=${DATABASE_URL#*://}
if [[ ${login%%[/?]*} == *@*@* ]]; then
  echo "DATABASE_URL has more than one @ before its host; expected those of the user and the password as %40" >&2
  exit 4
fi
login=${login%%@*}
password=${login#*:}
PGPASSWORD=$(printf '%b' "${password//%/\\x}")
PGSSLMODE=${PGSSLMODE:-require} # where the connection string does not say
export PGPASSWORD PGSSLMODE
database=${DATABASE_URL/":$password@"/@}

ask() { psql --dbname="$database" --no-psqlrc --no-password --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --command="$1"; }

tables="from pg_catalog.pg_tables where schemaname not in ('pg_catalog', 'information_schema')"
if [[ $(ask "select count(*) $tables") != 0 ]]; then
  echo "the database has tables already; expected an empty one, made for this: nothing was changed" >&2
  exit 3
fi
pg_restore --exit-on-error --single-transaction --no-owner --no-privileges --no-password --dbname="$database" "${dumps[0]}"
echo "restored ${dumps[0]##*/}: $(ask "select count(*) $tables") tables"
