#!/usr/bin/env bash
# instructions.sh PROGRAM [--record]: how many instructions three fixed messages take, counted by callgrind, and the change
# against the figures recorded in instructions.json; --record writes those. Judges nothing. Ends with 77 where valgrind is
# not installed. The profiles stay beside PROGRAM: callgrind_annotate --inclusive=yes FILE shows where they go.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=$1
recorded=$here/instructions.json
command -v valgrind >/dev/null || { echo "valgrind is not installed: no instructions are counted"; exit 77; }

json="{"
for input in 301 4-line 1000-line; do
    profile=$(dirname "$program")/callgrind.$input
    valgrind --tool=callgrind --toggle-collect=measured_walk --callgrind-out-file="$profile" "$program" "$input" \
        >"$profile.log" 2>&1 || { cat "$profile.log" >&2; exit 1; }
    count=$(awk '$1 == "summary:" || $1 == "totals:" { print $2; exit }' "$profile")
    before=$(sed -n "s/.*\"$input\": \([0-9]*\).*/\1/p" "$recorded" 2>/dev/null || true)
    change="no figure recorded"
    [ -n "$before" ] && change=$(awk -v a="$count" -v b="$before" 'BEGIN { printf "%+.2f %% against %d", (a / b - 1) * 100, b }')
    printf '%-10s %12d instructions, %s\n' "$input" "$count" "$change"
    [ "$json" = "{" ] || json+=","
    json+=$'\n'"  \"$input\": $count"
done
if [ "${2:-}" = --record ]; then
    printf '%s\n}\n' "$json" >"$recorded"
    echo "recorded in $recorded"
fi
