# shellcheck shell=sh
# Builds with Maven, and tells how far it is. Part of ./flathead.

build_log=$root/target/build.log

is_built() {
    for name in demo server pi; do
        [ -f "$root/runtimes/target/$name.jar" ] || return 1
    done
    set -- -newer "$root/runtimes/target/pi.jar"
    [ ! -f "$root/target/built" ] || set -- "$@" -newer "$root/target/built"
    newer=$(find "$root/pom.xml" "$root/bnd.bnd" "$root/cnf" "$root/bundles" "$root/runtimes" \
        \( -name target -o -path '*/src/test' \) -prune -o -type f "$@" -print 2>/dev/null | head -n 1)
    [ -z "$newer" ]
}

# Says every ten seconds that work goes on, until it is killed.
tick() {
    seconds=0
    while sleep 10 >/dev/null 2>&1; do
        seconds=$((seconds + 10))
        say "        $seconds s; $(du -sm "${HOME:-/}/.m2/repository" 2>/dev/null | cut -f 1) MB of libraries are here"
    done
}

# Shows a line a module and its tests of what Maven says.
progress() {
    while IFS= read -r line; do
        case $line in
            '[INFO] Building '*' ['*/*']')
                module=${line#'[INFO] Building '}
                say "  [${line##*\[} ${module%% [0-9]*}" ;;
            *'Tests run: '*'Time elapsed'*) ;;
            '['*'Tests run: '*)
                say "        ${line#*\] }" ;;
        esac
    done
}

# Runs Maven with these arguments, quietly, everything in build_log. On failure shows what Maven calls errors.
maven() {
    mkdir -p "$root/target"
    : >"$root/target/building"
    say "building; the log is target/build.log"
    tick &
    ticker=$!
    trap 'kill $ticker 2>/dev/null' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    {
        (cd "$root" && JAVA_HOME=$java_home ./mvnw "$@" </dev/null 2>&1)
        say $? >"$root/target/build.status"
    } | tee "$build_log" | progress
    kill $ticker 2>/dev/null
    wait $ticker 2>/dev/null
    trap - EXIT INT TERM
    status=$(cat "$root/target/build.status")
    if [ "$status" != 0 ]; then
        say
        grep -E '^\[ERROR\]|^[^[]*(rror|annot|failed)' "$build_log" | grep -v '^\[ERROR\] *$' | head -n 40
        say "the build failed; all of it is in $build_log"
        return 1
    fi
    mv "$root/target/building" "$root/target/built"
}

need_built() {
    is_built && return
    need_java jdk
    maven package -DskipTests -Dcheckstyle.skip -pl runtimes -am || exit 1
}
