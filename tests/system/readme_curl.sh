#!/usr/bin/env bash
# The commands that README.md prints for the gateway, run as they stand there, in an empty folder, against the iwmod of
# this build, and what they have to show. Where the printed ports are taken on this machine, free ones stand in for them.
# readme_curl.sh SOURCE BUILD
set -euo pipefail
source=$1 build=$2
command -v curl >/dev/null && command -v openssl >/dev/null || { echo "curl or openssl is not here"; exit 77; }

folder=$(mktemp -d)
finish() {
    [ ! -s "$folder/pid" ] || kill "$(cat "$folder/pid")" 2>/dev/null || true
    rm -rf "$folder"
}
trap finish EXIT
awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0; next } inside' "$source/README.md" >"$folder/commands"
grep -q '^iwmod --config iwmod.toml .*&$' "$folder/commands" || { echo "README.md starts no iwmod"; exit 1; }
sed -i 's/^\(iwmod --config .*&\)$/\1 echo $! >pid/' "$folder/commands"

taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
# another PORT: one that nobody listens on, which tests that run beside this one do not try first.
another() {
    local port=$((20000 + (BASHPID * 2 + $1) % 12000))
    while taken "$port"; do port=$((port + 7)); done
    echo "$port"
}
if taken 8443 || taken 9464; then
    echo "8443 or 9464 is taken here"
    sed -i "s/:8443/:$(another 8443)/g; s/:9464/:$(another 9464)/g" "$folder/commands"
    api=$(grep -o 'localhost:[0-9]*' "$folder/commands" | head -n 1) health=$(grep -o '127.0.0.1:[0-9]*' "$folder/commands" | head -n 1)
    sed -i "s/^\[gateway\]$/&\nport = ${api#*:}/; s/^\[health\]$/&\nport = ${health#*:}/" "$folder/commands"
fi

cd "$folder"
if ! SRC=$source PATH=$build:$PATH timeout 120 bash -euo pipefail commands >shown 2>faults; then
    cat shown faults
    echo "a command of README.md failed"
    exit 1
fi
shows() { grep -q -- "$1" "${2:-shown}" || { cat shown; echo "README.md's commands do not show: $1"; exit 1; }; }
shows '^ready$'
shows '"type":"WMO323","valid":true,"findings":\[\]'
shows '^HTTP/1.1 201 Created'
shows '^Location: /v1/berichten/[0-9a-f]\{32\}'
shows '"items":\[{"id":"[0-9a-f]\{32\}","href":"/v1/berichten/'
shows '^204$'
shows '^iwmod_messages_stored_total{channel="gateway"} 1$'
shows '<[a-z0-9]*:DeclaratieAntwoord>' return.xml
kill -TERM "$(cat pid)"
