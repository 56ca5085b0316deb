# shellcheck shell=sh
# Runs every test and counts what passed, failed and was skipped. Part of ./flathead.

peers=$root/itests/peers/node

# Reads the reports of surefire and failsafe: "passed failed skipped late", then a line for each test that did not pass.
# A test that says it waits for --long is late, not skipped.
read_reports() {
    awk -v RS='<' '
        function attribute(name,    at, rest) {
            at = index($0, " " name "=\"")
            if (!at) return ""
            rest = substr($0, at + length(name) + 3)
            rest = substr(rest, 1, index(rest, "\"") - 1)
            gsub(/&quot;/, "\"", rest); gsub(/&apos;|&#39;/, "\047", rest); gsub(/&#10;|\n/, " ", rest)
            gsub(/&lt;/, "<", rest); gsub(/&gt;/, ">", rest); gsub(/&amp;/, "\\&", rest)
            return rest
        }
        function finish() {
            if (test == "") return
            count[state]++
            if (state != "passed") list = list state ": " test (why == "" ? "" : " (" why ")") "\n"
            test = ""
        }
        /^testcase[ \n]/ {
            finish()
            test = attribute("classname") "." attribute("name"); state = "passed"; why = ""
        }
        /^skipped[ \n\/>]/ && test != "" {
            why = attribute("message"); state = why ~ /--long/ ? "late" : "skipped"
        }
        /^(failure|error)[ \n\/>]/ && test != "" { state = "failed"; why = attribute("message") }
        /^\/testsuite/ { finish() }
        END {
            finish()
            printf "%d %d %d %d\n%s", count["passed"], count["failed"], count["skipped"], count["late"], list
        }' "$@" /dev/null
}

# Adds the closing lines of Python's unittest, read from a file, to passed, failed and skipped.
add_unittest() {
    ran=$(sed -n 's/^Ran \([0-9]*\) test.*/\1/p' "$1")
    bad=$(sed -n 's/^FAILED (\(.*\))$/\1/p' "$1" | tr ',' '\n' \
        | awk -F= '/failures|errors|unexpected/ { sum += $2 } END { print sum + 0 }')
    left=$(sed -n 's/^[A-Z]* (.*skipped=\([0-9]*\).*/\1/p' "$1")
    [ "${ran:-0}" -gt 0 ] || bad=1
    passed=$((passed + ${ran:-0} - bad - ${left:-0}))
    failed=$((failed + bad))
    skipped=$((skipped + ${left:-0}))
    if [ "$bad" -gt 0 ]; then
        cat "$1"
    fi
    sed -n 's/^\(test.*\) \.\.\. skipped \(.*\)/skipped: \1 (\2)/p' "$1" >>"$root/target/not-passed"
}

# Compiles the C interface to libcamera against every libcamera that Debian offers; adds to passed and failed.
check_camera() {
    set --
    has g++ || set -- "$@" g++
    has aarch64-linux-gnu-g++ || set -- "$@" g++-aarch64-linux-gnu
    need_packages "$@"
    say 'compiling the C interface to libcamera against every libcamera that Debian offers'
    "$root/bundles/flathead.source.libcamera/native/check" >"$root/target/libcamera-check" 2>&1
    checked=$?
    cat "$root/target/libcamera-check"
    good=$(grep -c ' c++17 ok c++20 ok$' "$root/target/libcamera-check")
    passed=$((passed + good))
    if [ "$checked" != 0 ]; then
        failed=$((failed + 1))
        grep -v ' c++17 ok c++20 ok$' "$root/target/libcamera-check" | sed 's/^/failed: /' >>"$root/target/not-passed"
    fi
}

test_all() {
    long=false
    for argument in "$@"; do
        [ "$argument" = --long ] || wrong "test $argument is not allowed; test --long is"
        long=true
    done
    need_java jdk
    need_test_tools
    need_guest
    if [ -n "$(find_chromium)" ]; then
        CHROMIUM=$(find_chromium)
        export CHROMIUM
    fi
    if [ ! -d "$peers/node_modules" ] || [ "$(find "$peers/package-lock.json" -newer "$peers/node_modules")" ]; then
        say "installing the Node peers of the tests"
        (cd "$peers" && npm ci --no-fund --no-audit --loglevel=error </dev/null && touch node_modules) \
            || fail "npm ci failed in itests/peers/node"
    fi
    mkdir -p "$root/target"
    since=$root/target/tested
    : >"$since"
    built=0
    maven verify --fail-at-end -Dflathead.long=$long || built=1

    reports=$(find "$root/bundles" "$root/itests" \( -path '*/surefire-reports/TEST-*.xml' \
        -o -path '*/failsafe-reports/TEST-*.xml' \) -newer "$since" -print | sort)
    old_ifs=$IFS
    IFS='
'
    # shellcheck disable=SC2086 # a file a line
    read_reports $reports >"$root/target/reports"
    IFS=$old_ifs
    read -r passed failed skipped late <"$root/target/reports"
    sed 1d "$root/target/reports" >"$root/target/not-passed"
    if [ "$long" = true ] && [ "$system-$machine" = Linux-x86_64 ]; then
        check_camera
    fi
    for tests in bench docker .ci; do
        [ -d "$root/$tests/tests" ] || continue
        [ "$tests" != docker ] || has apt-cache || continue
        (cd "$root/$tests" && FLATHEAD_LONG=$long /usr/bin/python3 -B -m unittest discover -v -s tests -t .) >"$root/target/unittest" 2>&1 </dev/null
        add_unittest "$root/target/unittest"
    done

    say
    find "$root"/bundles/*/target/guest -path '*-planar/output.txt' -newer "$since" -exec grep -h '^guest: ' {} + 2>/dev/null
    cat "$root/target/not-passed"
    [ "$late" = 0 ] || say "$late left to ./flathead test --long"
    say "$passed passed, $failed failed, $skipped skipped"
    [ "$built" = 0 ] && [ "$failed" = 0 ] || return 1
    if [ "$skipped" -gt 0 ] && [ "${CI:-}" = true ]; then
        say "CI = true: a skip is a failure"
        return 1
    fi
    [ "$passed" -gt 0 ] || fail "no test ran"
}
