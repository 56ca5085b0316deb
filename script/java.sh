# shellcheck shell=sh
# Which Java there is. Part of ./flathead.

java_wanted=17

# The number of the Java in a home directory; nothing if there is none.
java_version() {
    [ -x "$1/bin/java" ] || return 0
    "$1/bin/java" -version 2>&1 | sed -n 's/^[a-z]* version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' | head -n 1
}

# Every home directory of a Java here, one a line, the preferred first.
java_homes() {
    [ -n "${JAVA_HOME:-}" ] && say "$JAVA_HOME"
    if has java; then
        java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
    fi
    [ -x /usr/libexec/java_home ] && /usr/libexec/java_home -v "$java_wanted+" 2>/dev/null
    for found in /usr/lib/jvm/* /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        [ -x "$found/bin/java" ] && [ ! -L "$found" ] && say "$found"
    done
    return 0
}

# Sets java_home and java_number to the first Java that will do; with `jdk`, one that compiles.
find_java() {
    while IFS= read -r candidate; do
        number=$(java_version "$candidate")
        [ "${number:-0}" -ge "$java_wanted" ] || continue
        [ "${1:-}" != jdk ] || [ -x "$candidate/bin/javac" ] || continue
        java_home=$candidate
        java_number=$number
        return 0
    done <<LIST
$(java_homes)
LIST
    return 1
}

java_line() {
    if [ "$system" = Darwin ]; then
        say 'brew install openjdk@17'
    elif has apt-cache && ! apt-cache show openjdk-17-jdk-headless >/dev/null 2>&1 \
            && apt-cache show default-jdk-headless >/dev/null 2>&1; then
        say 'sudo apt-get install -y default-jdk-headless'
    else
        say 'sudo apt-get install -y openjdk-17-jdk-headless'
    fi
}

need_java() {
    find_java "${1:-}" && return
    fail "there is no ${1:-Java} $java_wanted or later here${1:+ (a JDK, with javac)}; install one with
  $(java_line)"
}
