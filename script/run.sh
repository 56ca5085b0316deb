# shellcheck shell=sh
# Starts a runtime. Part of ./flathead.

file_url() {
    printf 'file:%s' "$1" | sed 's/%/%25/g; s/ /%20/g; s/#/%23/g; s/?/%3F/g'
}

# Sets the arguments of the JVM for a runtime and calls "$2" with the whole command.
with_command() {
    runtime=$1
    then=$2
    # A heap of a fixed modest size: what the JVM takes of a big machine by itself is ten times what is used; a bigger
    # first metaspace saves the full collection that would come half a minute into the stream. The counters that jstat
    # reads would wake the JVM up twenty times a second; jcmd does without.
    set -- "$java_home/bin/java" -XX:+UseSerialGC -Xms64m -Xmn32m -Xmx256m -XX:MetaspaceSize=64m -XX:-UsePerfData \
        -Djava.awt.headless=true
    if [ "$java_number" -ge 24 ]; then
        set -- "$@" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    fi
    set -- "$@" \
        -Dice4j.harvest.mapping.aws.enabled=false \
        -Djava.util.logging.config.file="$config/logging.properties" \
        -Dconfigurator.initial="$(file_url "$config/$runtime.json")" \
        -Dlaunch.storage.dir="$home/$runtime"
    # shellcheck disable=SC2086 # words, not one argument
    set -- "$@" ${FLATHEAD_JAVA_OPTS:-} -jar "$root/runtimes/target/$runtime.jar"
    "$then" "$@"
}

start() {
    mkdir -p "$home/$runtime" || fail "FLATHEAD_HOME = $home is not allowed; a folder that can be written is"
    cd "$root" || exit 1
    export FLATHEAD_CONFIG="$config" FLATHEAD_HOME="$home"
    exec "$@"
}

print_quoted() {
    for word in "$@"; do
        case $word in
            *[!A-Za-z0-9_./:=+,@%-]*) printf "'%s' " "$(printf %s "$word" | sed "s/'/'\\\\''/g")" ;;
            *) printf '%s ' "$word" ;;
        esac
    done
    say
}

port_is_valid() {
    case $1 in
        '' | *[!0-9]* | ??????*) return 1 ;;
    esac
    [ "$1" -ge 1 ] && [ "$1" -le 65535 ]
}

run() {
    [ $# -eq 1 ] || wrong "$1 takes no arguments; settings are in config/ and in the environment"
    port_is_valid "$port" || fail "PORT = $port is not allowed; 1 to 65535 is"
    [ -r "$config/$1.json" ] || fail "FLATHEAD_CONFIG = $config is not allowed; a folder with $1.json in it is"
    [ "$1" = pi ] || need_libraries
    need_built
    need_java
    case $1 in
        demo) say "flathead demo: http://localhost:$port/   Ctrl-C ends it" ;;
        server) say "flathead server: port $port   Ctrl-C ends it" ;;
        pi) say "flathead pi: sends to ${SERVER_URL:-what ${CONFIG_PATH:+$CONFIG_PATH or }config/pi.json says}   Ctrl-C ends it" ;;
    esac
    with_command "$1" start
}
