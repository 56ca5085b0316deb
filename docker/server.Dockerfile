# The server's runtime: takes what robots send. To be built from the project's folder:
#   docker build -f docker/server.Dockerfile -t flathead-server .
FROM debian:bookworm-slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends openjdk-17-jdk-headless ca-certificates curl unzip \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /flathead
COPY . .
RUN ./mvnw -B -ntp -q package -DskipTests -Dcheckstyle.skip -pl runtimes -am

FROM debian:bookworm-slim
# Java, what webrtc-java links to, and what asks whether it is well.
RUN apt-get update \
    && apt-get install -y --no-install-recommends openjdk-17-jre-headless curl \
        libpulse0 libx11-6 libxfixes3 libxrandr2 libxcomposite1 libdbus-1-3 libudev1 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --create-home flathead && install -d -o flathead /var/lib/flathead
WORKDIR /flathead
COPY flathead ./
COPY script script
COPY config config
COPY --from=build /flathead/runtimes/target/server.jar runtimes/target/
USER flathead
ENV FLATHEAD_HOME=/var/lib/flathead PORT=8080
VOLUME /var/lib/flathead
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD curl -fsS -o /dev/null "http://127.0.0.1:$PORT/"
# What is printed is the JVM with its options; it takes the shell's place, and with it the signal to end.
ENTRYPOINT ["sh", "-c", "eval \"exec $(./flathead command server)\""]
