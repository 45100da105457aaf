#!/usr/bin/env bash
# `cmake --install` with DESTDIR: the tree is the one that back offices expect, an iwmod.toml of theirs is kept, and
# systemd accepts the unit with the program that it names.
# Arguments: source folder, build folder, cmake. Exit status 77: skipped.
set -euo pipefail
source=$1 build=$2 cmake=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root

wrong() { echo "FAILED: $*"; exit 1; }

install_into() { DESTDIR=$1 "$cmake" --install "$build" --prefix /usr >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }; }

install_into "$root"

expected() {
    echo /etc/iwmod/iwmod.toml
    echo /usr/bin/iwmod
    echo /usr/bin/iwmoctl
    echo /usr/lib/systemd/system/iwmod.service
    echo /usr/lib/sysusers.d/iwmod.conf
    echo /usr/lib/tmpfiles.d/iwmod.conf
    echo /usr/share/iwmod/gemeenten.csv
    for message in basisschema WMO301 WMO302 WMO305 WMO306 WMO307 WMO308 WMO315 WMO316 WMO317 WMO318 WMO319 WMO320 \
        WMO323 WMO325; do
        echo "/usr/share/iwmod/xsd/3.2/$message.xsd"
    done
    echo /usr/share/man/man8/iwmod.8
    echo /usr/share/man/man1/iwmoctl.1
    echo /usr/share/doc/iwmod/README.md
    echo /usr/share/doc/iwmod/LICENSE
    (cd "$source/docs" && printf '/usr/share/doc/iwmod/docs/%s\n' *.md)
    (cd "$source/etc" && find contracts story -type f -printf '/usr/share/doc/iwmod/examples/%p\n')
}
if ! diff <(expected | sort) <(cd "$root" && find . -type f | sed 's/^\.//' | sort); then
    wrong "the installed tree (right) is not the expected one (left)"
fi

# No contract may be in force by installing: /etc/iwmod holds the configuration and nothing else.
[ "$(ls -A "$root/etc/iwmod")" = iwmod.toml ] || wrong "/etc/iwmod holds more than iwmod.toml"
# What the configuration and the unit name is where they name it.
for name in /usr/share/iwmod/xsd/3.2 /usr/share/iwmod/gemeenten.csv; do
    [ -e "$root$name" ] || wrong "$name is missing"
    grep -q "$name" "$root/etc/iwmod/iwmod.toml" || wrong "the installed iwmod.toml does not name $name"
done
"$root/usr/bin/iwmod" --version >/dev/null || wrong "the installed iwmod does not run"
"$root/usr/bin/iwmoctl" validate "$root"/usr/share/doc/iwmod/examples/story/*.xml || wrong "an installed example is not valid"

# A second installation keeps what the operators wrote.
echo '# ours' >"$root/etc/iwmod/iwmod.toml"
install_into "$root"
[ "$(cat "$root/etc/iwmod/iwmod.toml")" = '# ours' ] || wrong "an existing iwmod.toml was overwritten"

command -v systemd-analyze >/dev/null || { echo "systemd-analyze is not installed"; exit 77; }
# systemd looks for the program on this machine, so a copy of the unit names the one that was just installed.
sed "s#=/usr/bin/iwmod#=$root/usr/bin/iwmod#" "$root/usr/lib/systemd/system/iwmod.service" >"$work/iwmod.service"
grep -q "^ExecStart=$root/usr/bin/iwmod --config /etc/iwmod/iwmod.toml\$" "$work/iwmod.service" || wrong "ExecStart is not as expected"
grep -q '^Type=notify$' "$work/iwmod.service" || wrong "the unit is not of Type=notify"
grep -q '^RestartPreventExitStatus=2$' "$work/iwmod.service" || wrong "systemd would restart into a wrong configuration"
said=$(systemd-analyze verify --man=no "$work/iwmod.service" 2>&1) || wrong "systemd-analyze verify: $said"
[ -z "$said" ] || wrong "systemd-analyze verify warns: $said"
# What the unit tells to add for a port below 1024: both lines, and systemd takes them.
hint=$(sed -n 's/^# *\([A-Za-z]*=CAP_NET_BIND_SERVICE\)$/\1/p' "$work/iwmod.service")
[ "$(sort <<<"$hint" | paste -sd' ')" = "AmbientCapabilities=CAP_NET_BIND_SERVICE CapabilityBoundingSet=CAP_NET_BIND_SERVICE" ] ||
    wrong "the unit does not name both lines that a port below 1024 needs"
mkdir -p "$work/low-port"
{ cat "$work/iwmod.service"; printf '[Service]\n%s\n' "$hint"; } >"$work/low-port/iwmod.service"
said=$(systemd-analyze verify --man=no "$work/low-port/iwmod.service" 2>&1) || wrong "with the lines for a port below 1024: $said"
[ -z "$said" ] || wrong "with the lines for a port below 1024: $said"
# 0 is locked up, 10 is wide open.
systemd-analyze security --offline=true --threshold=25 "$work/iwmod.service" >"$work/log" 2>&1 || {
    cat "$work/log"
    wrong "the sandbox of the unit is weaker than it was"
}

for tool in sysusers tmpfiles; do
    command -v "systemd-$tool" >/dev/null || continue
    mkdir -p "$work/$tool/etc"
    printf 'root:x:0:0::/root:/bin/sh\n' >"$work/$tool/etc/passwd"
    printf 'root:x:0:\n' >"$work/$tool/etc/group"
    systemd-sysusers --root="$work/$tool" "$root/usr/lib/sysusers.d/iwmod.conf" >"$work/log" 2>&1 || { cat "$work/log"; wrong "sysusers"; }
done
grep -q '^iwmod:' "$work/sysusers/etc/passwd" || wrong "sysusers makes no user iwmod"
grep -q '^iwmod:' "$work/sysusers/etc/group" || wrong "sysusers makes no group iwmod"
if [ "$(id -u)" -eq 0 ]; then
    systemd-tmpfiles --root="$work/tmpfiles" --create "$root/usr/lib/tmpfiles.d/iwmod.conf" || wrong "tmpfiles"
    for name in inbox outbox quarantine; do
        mode=$(stat -c %a "$work/tmpfiles/var/spool/iwmod/$name")
        [ "$mode" = 2770 ] || wrong "/var/spool/iwmod/$name has mode $mode"
    done
fi
echo "installed, kept and verified"
