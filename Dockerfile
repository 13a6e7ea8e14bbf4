# The jar is built on the oldest JDK that is supported and runs on the newest.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY .mvn .mvn
COPY pom.xml ./
COPY src src
RUN mvn -B -ntp -q package -DskipTests

FROM eclipse-temurin:25-jre
WORKDIR /opt/sluice
COPY LICENSE ./
COPY --from=build /build/target/sluice.jar ./
COPY src/build/archive ./
# What the JVM learns of this jar in a first run, so that the next ones start in about half the time.
RUN ["/opt/sluice/archive", "java", "/opt/sluice/sluice.jar", "/opt/sluice", "sluice.aot"]

# Inside a container 127.0.0.1 reaches nobody else. The admin port shows metrics to whoever reaches it: publish 7411 only.
ENV SLUICE_LISTEN_HOST=0.0.0.0 \
    SLUICE_ADMIN_HOST=0.0.0.0
EXPOSE 7411 7412

# Nothing but /tmp is written to, so --read-only works. A volume and not a tmpfs, which Docker mounts noexec:
# Netty unpacks its native transport there.
VOLUME ["/tmp"]

# Numeric, so that Kubernetes can check runAsNonRoot.
USER 10001:10001

# bash speaks TCP by itself and is part of the Ubuntu base; curl is not in this image, and a JVM for each probe is heavy.
# It finds the admin port by SLUICE_ADMIN_PORT alone: do not set another one on the command line.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${SLUICE_ADMIN_PORT:-7412} && printf 'GET /livez HTTP/1.0\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == HTTP/1.?' 200 '* ]]"]

# Exec form: java is process 1 and gets SIGTERM itself. Stop with --stop-timeout 30: a drain takes up to 28 s.
ENTRYPOINT ["java", "-XX:AOTCache=/opt/sluice/sluice.aot", "-Xlog:disable", "-Xlog:all=warning:stderr", "-XX:+ExitOnOutOfMemoryError", "-XX:MaxRAMPercentage=60", "-jar", "/opt/sluice/sluice.jar"]
CMD ["serve"]
