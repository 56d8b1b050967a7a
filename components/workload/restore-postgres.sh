#!/bin/bash
# Restores the dump in $DRILL_DIR into a database that lives no longer than this script, and asks it $QUERY: the first value of the
# answer must be neither 0, nor false, nor empty. The database listens on a socket in $DRILL_DIR only, and knows no other way in.
set -euo pipefail

dumps=("$DRILL_DIR"/*.dump)
if [[ ${#dumps[@]} != 1 || ! -f ${dumps[0]} ]]; then
  echo "expected one dump in $DRILL_DIR, got: ${dumps[*]##*/}" >&2
  exit 2
fi

export PGDATA=$DRILL_DIR/database PGHOST=$DRILL_DIR/socket PGUSER=postgres
mkdir -m 0700 "$PGHOST"
initdb --username="$PGUSER" --auth=trust --encoding=UTF8 --no-sync >"$DRILL_DIR/initdb.log" || {
  cat "$DRILL_DIR/initdb.log" >&2
  exit 1
}
# It need not outlive a crash, so nothing is written twice or waited for.
trap 'pg_ctl stop --mode=immediate --silent || true' EXIT
pg_ctl start --wait --timeout=120 --silent --log="$DRILL_DIR/postgres.log" \
  --options="-c listen_addresses='' -c unix_socket_directories='$PGHOST' -c fsync=off -c full_page_writes=off" || {
  cat "$DRILL_DIR/postgres.log" >&2
  exit 1
}

createdb drill
# Whose the objects were does not matter here: those users do not exist.
pg_restore --exit-on-error --no-owner --no-privileges --dbname=drill "${dumps[0]}"
answer=$(psql --dbname=drill --no-psqlrc --quiet --tuples-only --no-align --field-separator=$'\x1f' \
  --set=ON_ERROR_STOP=1 --command="$QUERY")
first=${answer%%$'\n'*}
first=${first%%$'\x1f'*}
if [[ -z $first || $first == f || $first =~ ^[+-]?0+(\.0*)?$ ]]; then
  echo "${dumps[0]##*/} was restored, and the answer to the query begins with '$first'; expected neither 0, nor false, nor empty" >&2
  exit 3
fi
echo "restored ${dumps[0]##*/}: $first"
