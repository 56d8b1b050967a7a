#!/bin/sh
# Fetches the newest dump below $DUMPS into $DRILL_DIR, unless it is older than $MAX_AGE_HOURS: a backup that has stopped has not
# been proved by an old dump that can still be read. The age is told by the name, which says when the dump began.
set -eu

names=$(rclone lsf --config "" --files-only --include "*.dump" "$DUMPS")
newest=$(printf '%s\n' "$names" | sort | tail -n 1)
if [ -z "$newest" ]; then
  echo "there is no dump below $DUMPS; expected one of the last $MAX_AGE_HOURS hours" >&2
  exit 3
fi
oldest=$(date -u -d "@$(($(date -u +%s) - MAX_AGE_HOURS * 3600))" +%Y%m%dT%H%M%SZ).dump
if [ "$(printf '%s\n%s\n' "$oldest" "$newest" | sort | head -n 1)" != "$oldest" ]; then
  echo "the newest dump is $newest; expected one of the last $MAX_AGE_HOURS hours, not older than $oldest" >&2
  exit 4
fi
rclone copy --checksum --config "" --include "/$newest" "$DUMPS" "$DRILL_DIR"
if [ ! -s "$DRILL_DIR/$newest" ]; then
  echo "$newest was listed and then not fetched, or it is empty" >&2
  exit 5
fi
echo "fetched $newest"
