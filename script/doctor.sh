# shellcheck shell=sh
# Looks at this machine and says what works, what does not, and how to mend it. Part of ./flathead.

camera_said=${TMPDIR:-/tmp}/flathead-camera.$$

row() {
    printf '%-8s %-22s %s\n' "$1" "$2" "$3"
    [ -z "${4:-}" ] || printf '%-8s %-22s   mend: %s\n' '' '' "$4"
    [ "$1" != missing ] || sick=1
}

# Who listens on a TCP port here; nothing if nobody does.
holder() {
    if has ss; then
        ss -Hltnp "sport = :$1" 2>/dev/null \
            | sed -n -e 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/\1, process \2/p; t' -e 's/^LISTEN.*/a process of another user/p' \
            | head -n 1
    elif has lsof; then
        lsof -nP -iTCP:"$1" -sTCP:LISTEN -Fpc 2>/dev/null | sed -n 's/^c//p' | head -n 1
    elif [ -r /proc/net/tcp ]; then
        cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port="$(printf ':%04X' "$1")" \
            '$4 == "0A" && substr($2, length($2) - 4) == port { print "some process"; exit }'
    fi
}

# A line for each video device: its path, what it is (encoder, camera, other, closed), and a name. Asks the devices
# (QUERYCAP, ENUM_FMT), as flathead.encoder.v4l2 does; Perl is part of every Debian.
video_devices() {
    has perl || return 0
    perl -e '
        for my $path (sort { ($a =~ /(\d+)/)[0] <=> ($b =~ /(\d+)/)[0] } grep { /\d$/ } glob "/dev/video*") {
            open(my $file, "+<", $path) or do { print "$path closed $!\n"; next };
            my $about = "\0" x 104;
            ioctl($file, 0x80685600, $about) or do { print "$path other no video device\n"; next };
            my ($driver, $card, $caps, $own) = unpack "Z16 Z32 x36 L L", $about;
            $caps = $own if $caps & 0x80000000;
            my $kind = $caps & 0x1001 ? "camera" : "other";
            for my $type ($caps & 0x4000 ? 9 : $caps & 0x8000 ? 1 : ()) {
                for (my $i = 0; ; $i++) {
                    my $format = pack "L L x56", $i, $type;
                    ioctl($file, 0xc0405602, $format) or last;
                    $kind = "encoder" if unpack("x44 a4", $format) eq "H264" && $caps & 0xc000;
                }
            }
            print "$path $kind ", $card || $driver, "\n";
        }'
}

# The cameras that a tool of libcamera lists, one a line; nothing if there is none, or no tool.
list_cameras() {
    if has rpicam-hello; then
        rpicam-hello --list-cameras 2>/dev/null
    elif has libcamera-hello; then
        libcamera-hello --list-cameras 2>/dev/null
    elif has cam; then
        cam -l 2>/dev/null
    fi | sed -n 's/^\([0-9][0-9]* *: .*\)/\1/p'
}

# Who has a camera's media device open; nothing if nobody has, as far as this user may look.
camera_holder() {
    for link in /proc/[0-9]*/fd/*; do
        case $(readlink "$link" 2>/dev/null) in
            /dev/media* | /dev/video*)
                process=${link#/proc/}
                process=${process%%/*}
                say "$(cat "/proc/$process/comm" 2>/dev/null), process $process"
                return ;;
        esac
    done
}

doctor_cameras() {
    if [ "$system" != Linux ]; then
        row ok cameras 'the mock cameras; those of libcamera are for Linux'
        return
    fi
    nodes=''
    closed=''
    for node in /dev/media* /dev/video*; do
        [ -e "$node" ] || continue
        nodes="$nodes $node"
        [ -r "$node" ] && [ -w "$node" ] || closed=$node
    done
    listed=$(list_cameras)
    if [ -z "$nodes" ]; then
        row ok cameras 'none (no /dev/media* and no /dev/video*): the mock cameras will be used'
        [ ! -e /proc/device-tree/model ] || row note cameras "$(tr -d '\0' </proc/device-tree/model) sees none" \
            'check the cable, and camera_auto_detect=1 in /boot/firmware/config.txt; then start again'
    elif [ -n "$closed" ]; then
        row note cameras "$closed is there and not for $(id -un)" "sudo usermod -aG video $(id -un), and log in again"
    elif [ -n "$listed" ]; then
        row ok cameras "$(say "$listed" | tr '\n' ';' | sed 's/;$//; s/;/; /g')"
    else
        row ok cameras "${nodes# } (none of them a camera that libcamera's own tools list, or there are no tools)"
    fi
    holder=$(camera_holder)
    [ -z "$holder" ] || row note 'cameras in use' "by $holder; one at a time can have a camera" 'end that, if it is not Flathead'
    if known=$("$camera_build" --known 2>"$camera_said"); then
        row ok libcamera "${known##*/} is compiled: its cameras are used before the mock ones"
    elif [ $? = 4 ]; then
        row ok libcamera 'is here; the first start compiles for it, in seconds'
    else
        # Without any camera nothing is lacking.
        row "$([ -n "$nodes" ] && echo note || echo ok)" libcamera "$(cat "$camera_said")" \
            "$([ -n "$nodes" ] && echo ./flathead setup camera)"
    fi
    rm -f "$camera_said"
    if has rpicam-vid; then
        row ok rpicam-vid 'is here: it is used where libcamera itself cannot be, without live settings'
    fi
}

doctor_encoders() {
    devices=$(video_devices)
    encoders=$(say "$devices" | sed -n 's/^\([^ ]*\) encoder \(.*\)/\1 (\2)/p' | tr '\n' ' ')
    closed=$(say "$devices" | sed -n 's/^\([^ ]*\) closed \(.*\)/\1: \2/p' | head -n 1)
    others=$(say "$devices" | sed -n 's/^\([^ ]*\) \(camera\|other\) \(.*\)/\1 (\3)/p' | tr '\n' ' ')
    if [ -n "$encoders" ]; then
        row ok 'hardware encoder' "${encoders% }: taken before the software encoder"
    else
        row ok 'hardware encoder' "none for H.264: the software encoder is used (a Raspberry Pi 5 has none)"
        [ -z "$others" ] || row '' '' "  looked at ${others% }"
    fi
    [ -z "$closed" ] || row note 'video devices' "$closed" "sudo usermod -aG video $(id -un), then log in again"
}

doctor() {
    sick=0
    if find_java jdk; then
        row ok Java "$java_number in $java_home"
    elif find_java; then
        if is_built; then
            row ok Java "$java_number in $java_home, a JRE: it runs what is built"
        else
            row missing Java "$java_number in $java_home is a JRE; building needs a JDK" "$(java_line)"
        fi
    else
        row missing Java "none from $java_wanted on" "$(java_line)"
    fi
    [ -z "${JAVA_HOME:-}" ] || [ "$(java_version "$JAVA_HOME")" ] \
        || row note JAVA_HOME "$JAVA_HOME has no bin/java; it is passed over"
    case $system-$machine in
        Linux-x86_64 | Linux-aarch64 | Darwin-arm64) row ok platform "$system $machine" ;;
        *) row missing platform "$system $machine has no native libraries here; Linux on x86_64 and aarch64 and macOS on arm64 have" ;;
    esac
    libraries=$(missing_libraries)
    if [ -n "$libraries" ]; then
        row missing 'shared libraries' "of ${libraries% } (for demo, server and tests, and for a Pi whose receiver takes no H.264)" \
            "sudo apt-get install -y --no-install-recommends ${libraries% }"
    else
        row ok 'shared libraries' "$([ "$system" = Linux ] && echo 'all that webrtc-java links to' || echo 'none are needed')"
    fi
    if is_built; then
        row ok built "runtimes/target/{demo,server,pi}.jar"
    elif [ -f "$root/runtimes/target/demo.jar" ]; then
        row ok built "yes, but the sources are newer: the next start builds again"
    else
        row ok built "not yet: the first start builds, and downloads about 400 MB for that"
    fi
    if ! port_is_valid "$port"; then
        row missing PORT "$port is not a port" 'set PORT to 1 to 65535'
    elif [ -n "$(holder "$port")" ]; then
        row missing "port $port" "is taken by $(holder "$port")" 'end that, or start with PORT=8090 ./flathead demo'
    else
        row ok "port $port" free
    fi
    [ "$port" = 8080 ] || [ -z "$(holder 8080)" ] || row note 'port 8080' "is taken by $(holder 8080)"
    if [ -n "${CONSOLE_PASSWORD+set}" ] && [ -z "${CONSOLE_PASSWORD:-}" ]; then
        row note CONSOLE_PASSWORD 'is set and empty: the web console stays closed' 'unset it, or set 8 characters or more'
    fi
    for console in ${CONSOLE_PORT:-8081 8082}; do
        if ! port_is_valid "$console"; then
            row note CONSOLE_PORT "$console is not a port: there is no web console" 'set CONSOLE_PORT to 1 to 65535'
        elif [ -n "$(holder "$console")" ]; then
            row note "port $console" "is taken by $(holder "$console"): no web console there"
        else
            row ok "port $console" 'free, for the web console'
        fi
    done
    row ok SERVER_URL "${SERVER_URL:-not set: http://localhost:8080}"
    if [ -r "$config/demo.json" ] && [ -r "$config/pi.json" ] && [ -r "$config/server.json" ]; then
        row ok settings "$config"
    else
        row missing settings "$config lacks demo.json, pi.json or server.json" 'set FLATHEAD_CONFIG to a folder that has them'
    fi
    if mkdir -p "$home" 2>/dev/null && [ -w "$home" ]; then
        row ok state "$home"
    else
        row missing state "$home cannot be written" 'set FLATHEAD_HOME to a folder that can'
    fi
    if [ -n "${CONFIG_PATH:-}" ]; then
        if [ -f "$CONFIG_PATH" ] && [ -r "$CONFIG_PATH" ]; then
            row ok CONFIG_PATH "$CONFIG_PATH"
        else
            row note CONFIG_PATH "$CONFIG_PATH cannot be read; it is taken when it can"
        fi
    fi
    [ -z "${ICE_SERVERS:-}" ] || row ok ICE_SERVERS "$ICE_SERVERS${ICE_USERNAME:+, as $ICE_USERNAME}"
    free=$(df -Pk "$root" | awk 'NR == 2 { print int($4 / 1024) }')
    if [ "$free" -lt 1500 ] && ! is_built; then
        row missing disk "$free MB are free; a build takes 1500" 'make room'
    else
        row ok disk "$free MB free"
    fi
    doctor_cameras
    doctor_encoders
    if [ "$system-$machine" = Linux-x86_64 ]; then
        if guest=$("$root/guest/kernel" --built 2>/dev/null); then
            row ok guest "$guest (for ./flathead test)"
        else
            row note guest 'none: the tests of hardware encoders are skipped; guest/kernel builds it in 4 minutes'
        fi
    fi
    node=$(node_version)
    if [ "${node:-0}" -ge 18 ]; then
        row ok Node "$(node --version) (for ./flathead test)"
    else
        row note Node "${node:+only }${node:-none}; ./flathead test installs it or says how"
    fi
    browser=$(find_chromium)
    row "$([ -n "$browser" ] && echo ok || echo note)" Chromium \
        "${browser:-none; ./flathead test installs it or says how}${browser:+ (for ./flathead test)}"
    say
    [ "$sick" = 0 ] && say 'The demo can run: ./flathead demo' && return 0
    say 'The demo cannot run before what is missing is mended.'
    return 1
}
