#!/usr/bin/env bash
# smoke.sh PROGRAM: the benchmark in miniature. It must run, and its JSON must be whole; no time is judged.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" --quick --work "$folder/work" --json "$folder/bench.json" --svg "$folder/bench.svg" >"$folder/table" 2>"$folder/progress" || {
    tail -n 20 "$folder/progress" >&2
    exit 1
}
python3 "$here/check_json.py" "$folder/bench.json"
python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' "$folder/bench.svg"
