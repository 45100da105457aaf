#!/usr/bin/env bash
# How `./dev test` counts: whatever a test program does, a pass is printed only for a test case that passed.
# Arguments: source folder.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=/dev/null
source "$1/dev"
cd "$work"
mkdir -p build/dev/tests

wrong() { echo "FAILED: $*"; exit 1; }
under=()

# expect NUMBERS TEXT STATUS: a program that prints TEXT and ends with STATUS counts as "PASSED FAILED".
expect() {
    printf '#!/bin/sh\ncat <<"X"\n%s\nX\nexit %s\n' "$2" "$3" >build/dev/tests/test_fake
    chmod +x build/dev/tests/test_fake
    passed=0 failed=0 notes=()
    run_catch dev fake - 2>/dev/null
    [ "$passed $failed" = "$1" ] || wrong "expected $1, got $passed $failed for: $2 (status $3)"
}

expect "18 0" "All tests passed (189 assertions in 18 test cases)" 0
expect "1 0" "All tests passed (1 assertion in 1 test case)" 0
expect "3 2" "test cases:  5 |  3 passed |  2 failed
assertions: 20 | 18 passed |  2 failed" 2
expect "0 4" "test cases: 4 | 4 failed" 4
expect "3 1" "test cases: 4 | 2 passed | 1 failed | 1 failed as expected" 1
expect "0 1" "No tests ran" 0
expect "0 1" "" 0
expect "0 1" "" 139
expect "7 1" "All tests passed (9 assertions in 7 test cases)" 1
expect "0 1" "test cases: 1 | 1 failed" 139
# A program that prints of an earlier run is judged by its own summary, the last one.
expect "2 1" "All tests passed (9 assertions in 7 test cases)
test cases: 3 | 2 passed | 1 failed" 1
echo "counted as expected"
