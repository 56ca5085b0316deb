# The Pi's runtime: cameras, encoders, and a way to the server. To be built from the project's folder:
#   docker build -f docker/pi.Dockerfile -t flathead-pi .
# BASE is a Debian, or one with another libcamera in it, such as the one of Raspberry Pi OS.
ARG BASE=debian:bookworm-slim
FROM debian:bookworm-slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends openjdk-17-jdk-headless ca-certificates curl unzip \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /flathead
COPY . .
RUN ./mvnw -B -ntp -q package -DskipTests -Dcheckstyle.skip -pl runtimes -am

FROM $BASE
# Java; libcamera and what compiles for it; OpenH264; what webrtc-java links to; and what asks whether it is well.
RUN apt-get update \
    && apt-get install -y --no-install-recommends openjdk-17-jre-headless curl \
        libcamera-dev libcamera-ipa g++ libopenh264-7 \
        libpulse0 libx11-6 libxfixes3 libxrandr2 libxcomposite1 libdbus-1-3 libudev1 \
    && rm -rf /var/lib/apt/lists/*
# Cameras and encoders belong to the group video.
RUN useradd --system --create-home --groups video flathead && install -d -o flathead /var/lib/flathead
WORKDIR /flathead
COPY flathead ./
COPY script script
COPY config config
COPY bundles/flathead.source.libcamera/native bundles/flathead.source.libcamera/native
COPY --from=build /flathead/runtimes/target/pi.jar runtimes/target/
USER flathead
RUN bundles/flathead.source.libcamera/native/build
ENV FLATHEAD_HOME=/var/lib/flathead
VOLUME /var/lib/flathead
# Its console is the only thing that it serves, to its own host; that it answers at all is what counts.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
    CMD curl -sS -o /dev/null "http://127.0.0.1:${CONSOLE_PORT:-8082}/"
# What is printed is the JVM with its options; it takes the shell's place, and with it the signal to end.
ENTRYPOINT ["sh", "-c", "eval \"exec $(./flathead command pi)\""]
