#!/bin/sh
# Records out of a real PostgreSQL through a pipe, and verdicts back into it: postgresql.sh BUILD-FOLDER WORK-FOLDER. The cluster is the
# test's own, of a user without privileges (initdb refuses root), behind a socket in the work folder, and ends with the test.
# apt: postgresql
# has: /usr/lib/postgresql/15/bin/initdb
out=$(cd "$1" && pwd) work=$2
here=$(cd "$(dirname "$0")" && pwd)
bin=/usr/lib/postgresql/15/bin
user=$(id -un)
[ "$user" = root ] && user=nobody
as() { if [ "$(id -un)" = "$user" ]; then "$@"; else runuser -u "$user" -- "$@"; fi; }
fail() {
    echo "postgresql: $1"
    [ ! -f "$work/db/log" ] || tail -5 "$work/db/log"
    exit 1
}

chmod 711 "$work"
mkdir "$work/db" && chown "$user" "$work/db"
cd "$work/db" || exit 2
# A session that is set up in another way still writes what duly reads.
as $bin/initdb -D "$work/db/data" -U tester -A trust --locale=C.UTF-8 -E UTF8 >"$work/init.log" 2>&1 || fail "initdb: $(cat "$work/init.log")"
as $bin/pg_ctl -D "$work/db/data" -l "$work/db/log" -w -o "-k $work/db -c listen_addresses='' -c timezone=Asia/Shanghai" start >/dev/null ||
    fail "the server did not start"
trap 'as $bin/pg_ctl -D "$work/db/data" -m immediate -w stop >/dev/null 2>&1' EXIT
export PGHOST="$work/db" PGUSER=tester PGDATABASE=postgres PGOPTIONS=--client-min-messages=warning
sql() { $bin/psql -X -q -v ON_ERROR_STOP=1 "$@"; }

sql -f "$here/postgresql/loans.sql" || fail "the tables could not be made"
status=0
sql -c '\copy (select * from loan order by id) to stdout csv header' |
    "$out/duly" check -r "$here/postgresql/rules" --table loan=- --as-of 2003-12-31 --format concise --format verdicts="$work/verdicts.csv" \
        >"$work/found" 2>"$work/said" || status=$?
[ $status -eq 1 ] || fail "exit status $status: $(cat "$work/said")"
diff -u "$here/postgresql/found.txt" "$work/found" || fail "found other things"

# Back again: the verdicts beside the rows that they are about.
sql -c 'create table verdict ("table" text, key text, label text, unit text, verdict text, for_want_of text, missing text, reasons text,
    earliest date, earliest_step text, closed_on date, file text, line bigint, sheet text)' || fail "no table for the verdicts"
sql -c "\\copy verdict from '$work/verdicts.csv' csv header" || fail "the verdicts cannot be read: $(head -2 "$work/verdicts.csv")"
sql -At -F ' ' -c 'select l.id, l.returned, v.verdict from loan l left join verdict v on v.key = l.id order by l.id' >"$work/joined"
diff -u "$here/postgresql/joined.txt" "$work/joined" || fail "joined to other rows"

# A query that fails half-way leaves rows of which nobody can see that they are not all: the shell must look at both ends of the pipe.
query="\\copy (select id, lent_on, due_on, true as returned, 1 / (5 - length(id || repeat('x', (id = 'L5')::int * 3))) as copies,
    0 as fee, '{x}' as books, '2003-12-01 00:00:00Z' as last_seen from loan where id in ('L1', 'L5') order by id) to stdout csv header"
query=$(printf '%s' "$query" | tr '\n' ' ')
export query out here
bash -o pipefail -c '"$1" -X -q -v ON_ERROR_STOP=1 -c "$query" | "$out/duly" check -r "$here/postgresql/rules" --table loan=- --as-of 2003-12-31' \
    pipe $bin/psql >"$work/half" 2>&1
status=$?
grep -q 'division by zero' "$work/half" || fail "the query did not fail: $(cat "$work/half")"
[ $status -eq 1 ] || [ $status -eq 3 ] || fail "half of the rows passed with status $status: $(cat "$work/half")"
left=$(as $bin/pg_ctl -D "$work/db/data" -m fast -w stop) || fail "the server did not stop: $left"
echo "PostgreSQL: read through a pipe, verdicts joined"
