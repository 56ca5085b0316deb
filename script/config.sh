# shellcheck shell=sh
# Shows the settings of a runtime. Part of ./flathead.

# Whether a process is this runtime: its number may be another's by now.
is_runtime() {
    if [ -r "/proc/$1/cmdline" ]; then
        tr '\0' ' ' <"/proc/$1/cmdline"
    else
        ps -p "$1" -o args= 2>/dev/null
    fi | grep -q "/$2\.jar"
}

show_config() {
    recorded=$home/$1/settings.txt
    if [ ! -r "$recorded" ]; then
        [ -r "$config/$1.json" ] || fail "FLATHEAD_CONFIG = $config is not allowed; a folder with $1.json in it is"
        need_built
        need_java
        say "flathead $1 has not run yet; it would start with these:"
        "$java_home/bin/java" -jar "$root"/bundles/flathead.config/target/flathead.config-*.jar \
            "$root/runtimes/target/$1.jar" "$config/$1.json"
        return
    fi
    read -r state process since <"$recorded"
    if [ "$state" = runs ] && is_runtime "$process" "$1"; then
        say "flathead $1 runs, since $since as process $process, with these:"
    elif [ "$state" = runs ]; then
        say "flathead $1 does not run; the one that was started at $since did not end in order, and last had these:"
    else
        say "flathead $1 does not run, since $since; it last had these:"
    fi
    sed 1d "$recorded"
}

show_configs() {
    case $# in
        0)
            shown=0
            for runtime in demo server pi; do
                [ -r "$home/$runtime/settings.txt" ] || continue
                [ "$shown" = 0 ] || say
                show_config "$runtime"
                shown=1
            done
            [ "$shown" = 1 ] || show_config demo ;;
        1)
            case $1 in
                demo | server | pi) show_config "$1" ;;
                *) wrong "config $1 is not allowed; config demo, config server and config pi are" ;;
            esac ;;
        *) wrong 'config takes one argument: demo, server or pi' ;;
    esac
}
