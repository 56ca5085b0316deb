# shellcheck shell=sh
# What of this machine is needed: shared libraries, tools, packages. Part of ./flathead.

# What webrtc-java links to: library, Debian package.
webrtc_libraries='
libpulse.so.0 libpulse0
libX11.so.6 libx11-6
libXfixes.so.3 libxfixes3
libXrandr.so.2 libxrandr2
libXcomposite.so.1 libxcomposite1
libdbus-1.so.3 libdbus-1-3
libudev.so.1 libudev1
'

# Names the Debian packages of the shared libraries that webrtc-java needs and this machine lacks.
missing_libraries() {
    [ "$system" = Linux ] || return 0
    known=$(ldconfig -p 2>/dev/null)
    say "$webrtc_libraries" | while read -r library package; do
        [ -n "$library" ] || continue
        case $known in
            *"$library "*) continue ;;
        esac
        for found in /lib/"$library" /usr/lib/"$library" /lib/*/"$library" /usr/lib/*/"$library"; do
            [ -e "$found" ] && continue 2
        done
        printf '%s ' "$package"
    done
}

# Names the Debian packages of the encoder libraries that the tests drive and this machine lacks, and of the compiler
# that reads x264's header. The -dev packages bring the library of whichever number this Debian has.
missing_encoders() {
    case $(ldconfig -p 2>/dev/null) in
        *libopenh264.so.[678]' '*) ;;
        *) printf 'libopenh264-dev ' ;;
    esac
    [ -e /usr/include/x264.h ] || printf 'libx264-dev '
    has cc || printf 'gcc libc6-dev '
}

# Names the Debian packages that cameras through libcamera need and this machine lacks.
missing_camera() {
    [ -f /usr/include/libcamera/libcamera/version.h ] || [ -f /usr/local/include/libcamera/libcamera/version.h ] \
        || printf 'libcamera-dev '
    for found in /usr/lib/*/libcamera/ipa*.so /usr/lib/*/libcamera/ipa/*.so /usr/local/lib/*/libcamera/ipa*.so \
            /usr/local/lib/*/libcamera/ipa/*.so; do
        [ -e "$found" ] && break
    done
    [ -e "$found" ] || printf 'libcamera-ipa '
    has c++ || printf 'g++ '
}

# Names the Debian packages with which the tests read the kernel's headers as an aarch64 has them, on an x86_64.
missing_cross() {
    [ "$machine" = x86_64 ] || return 0
    has aarch64-linux-gnu-gcc || printf 'gcc-aarch64-linux-gnu '
    [ -e /usr/aarch64-linux-gnu/include/stdlib.h ] || printf 'libc6-dev-arm64-cross '
    has qemu-aarch64-static || printf 'qemu-user-static '
}

# Names the Debian packages of the peers that the tests run and this machine lacks: aiortc, GStreamer's webrtcbin, coturn,
# and the parser of Prometheus.
missing_peers() {
    modules=/usr/lib/python3/dist-packages
    for module in aiortc socketio aiohttp numpy; do
        [ -d "$modules/$module" ] || printf 'python3-%s ' "$module"
    done
    [ -d "$modules/prometheus_client" ] || printf 'python3-prometheus-client '
    [ -e "$modules/gi/overrides/Gst.py" ] || printf 'python3-gst-1.0 '
    [ -n "$(find /usr/lib -path '*/girepository-1.0/GstWebRTC-1.0.typelib' -print -quit)" ] \
        || printf 'gir1.2-gst-plugins-bad-1.0 '
    for plugin in webrtc:plugins-bad rtp:plugins-good app:plugins-base nice:nice openh264:plugins-bad libav:libav; do
        [ -n "$(find /usr/lib -path "*/gstreamer-1.0/libgst${plugin%:*}.so" -print -quit)" ] \
            || printf 'gstreamer1.0-%s ' "${plugin#*:}"
    done
    has turnserver || printf 'coturn '
}

# Names the Debian packages with which the tests read the files for Docker, and make its images without it, and that this
# machine lacks.
missing_docker() {
    [ -d /usr/lib/python3/dist-packages/yaml ] || printf 'python3-yaml '
    has docker-compose || printf 'docker-compose '
    [ "$long" = false ] || has mmdebstrap || printf 'mmdebstrap debian-archive-keyring '
}

# Installs packages with apt where that is allowed without a question; else says the line and ends.
need_packages() {
    [ $# -gt 0 ] || return 0
    line="apt-get install -y --no-install-recommends $*"
    if ! has apt-get; then
        fail "missing: $*. On Debian they come with
  sudo $line"
    fi
    if [ "$(id -u)" = 0 ]; then
        as_root='env'
    elif has sudo && sudo -n true 2>/dev/null; then
        as_root='sudo -n env'
    else
        fail "some packages are missing; install them with
  sudo $line"
    fi
    say "installing $*"
    mkdir -p "$root/target"
    as_root="$as_root DEBIAN_FRONTEND=noninteractive"
    # shellcheck disable=SC2086 # words, not one argument
    $as_root $line </dev/null >"$root/target/apt.log" 2>&1 && return
    # shellcheck disable=SC2086
    { $as_root apt-get update && $as_root $line; } </dev/null >"$root/target/apt.log" 2>&1 && return
    tail -n 5 "$root/target/apt.log" >&2
    fail "that did not work (target/apt.log); install them with
  sudo $line"
}

need_libraries() {
    # shellcheck disable=SC2046 # one argument a package
    need_packages $(missing_libraries)
}

node_version() {
    has node && node --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p'
}

find_chromium() {
    for found in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
            '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' \
            /Applications/Chromium.app/Contents/MacOS/Chromium; do
        if [ -n "$found" ] && has "$found"; then
            command -v "$found"
            return
        fi
    done
}

need_test_tools() {
    node=$(node_version)
    if [ "$system" = Darwin ]; then
        { [ "${node:-0}" -ge 18 ] && [ -n "$(find_chromium)" ]; } || fail "the tests need Node 18 or later and Chrome:
  brew install node && brew install --cask google-chrome"
        return
    fi
    set --
    [ "${node:-0}" -ge 18 ] || set -- "$@" nodejs npm
    [ "${node:-0}" -lt 18 ] || has npm || set -- "$@" npm
    [ -n "$(find_chromium)" ] || set -- "$@" chromium
    has python3 || set -- "$@" python3-minimal
    { has ffmpeg && has ffprobe; } || set -- "$@" ffmpeg
    # shellcheck disable=SC2046
    need_packages "$@" $(missing_libraries) $(missing_encoders) $(missing_cross) $(missing_peers) $(missing_docker)
    node=$(node_version)
    [ "${node:-0}" -ge 18 ] || fail "the tests need Node 18 or later; here is ${node:-none} (see https://nodejs.org)"
}

# Tests with cameras and hardware encoders run in a guest. Elsewhere than in CI and with --long ($long) they are skipped,
# and say so, until somebody builds its kernel.
need_guest() {
    [ "$system-$machine" = Linux-x86_64 ] || return 0
    [ "${CI:-}" = true ] || [ "$long" = true ] || return 0
    # shellcheck disable=SC2046 # one argument a package
    need_packages $(missing_camera)
    "$root/guest/kernel" >/dev/null || fail 'the guest, in which cameras and hardware encoders are tested, could not be built'
    if [ "$long" = true ]; then
        if [ "$(id -u)" = 0 ]; then
            "$root/guest/debian" sid >/dev/null || fail 'the Debian of the guest could not be made'
        else
            say 'the tests with virtual cameras need guest/debian sid, which only root can run: they are left out'
        fi
    fi
}
