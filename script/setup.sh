# shellcheck shell=sh
# What is chosen at installation. Part of ./flathead.

setup_camera() {
    [ "$system" = Linux ] || fail "libcamera is for Linux; this is $system"
    # shellcheck disable=SC2046 # one argument a package
    need_packages $(missing_camera)
    made=$("$camera_build") || exit 1
    say "cameras: compiled for libcamera, $made"
    list_cameras | sed 's/^/  /'
}

# The library's package is named after its build, which only the -dev package knows.
setup_x264() {
    case ${1:-on} in
        on)
            case $(ldconfig -p 2>/dev/null) in
                *libx264.so.*) ;;
                *)
                    [ "$system" = Linux ] || fail 'there is no libx264 here; brew install x264'
                    need_packages libx264-dev ;;
            esac
            mkdir -p "$home" && : >"$home/x264" || fail "FLATHEAD_HOME = $home is not allowed; a folder that can be written is"
            say 'x264 is offered from the next start on; its licence is the GPL' ;;
        off)
            rm -f "$home/x264"
            say 'x264 is not offered any more, from the next start on' ;;
        *) wrong "setup x264 $1 is not allowed; setup x264 and setup x264 off are" ;;
    esac
}

setup() {
    case ${1:-} in
        x264)
            shift
            setup_x264 "$@" ;;
        camera)
            [ $# = 1 ] || wrong "setup camera $2 is not allowed; setup camera is"
            setup_camera ;;
        *) wrong "setup ${1:-(nothing)} is not allowed; setup camera and setup x264 are" ;;
    esac
}
