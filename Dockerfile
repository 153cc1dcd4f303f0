# Passerelle in a container. This file has not been built where it was written: there is no container runtime there.
#
#   docker build --target cpu  -t passerelle:cpu  .
#   docker build --target cuda -t passerelle:cuda --build-arg MAVEN_OPTIONS=-Pcuda .
#   docker run --rm -p 8080:8080 -v passerelle:/data passerelle:cpu

FROM eclipse-temurin:25-jdk AS build
RUN apt-get update && apt-get install -y --no-install-recommends maven && rm -rf /var/lib/apt/lists/*
WORKDIR /build
# -Pcuda takes ONNX Runtime's build for NVIDIA GPUs (x86-64, CUDA 12).
ARG MAVEN_OPTIONS=
COPY pom.xml ./
COPY model-registry/pom.xml model-registry/
COPY runtime/pom.xml runtime/
COPY gateway/pom.xml gateway/
COPY loadtests/pom.xml loadtests/
# A layer of its own while no pom changes. What this misses, the build below fetches.
RUN mvn -q -B ${MAVEN_OPTIONS} dependency:go-offline || true
COPY . .
RUN mvn -q -B ${MAVEN_OPTIONS} -DskipTests package

# The same layout as a checkout without its sources, so that the launcher is the same. Libraries, models and the program are layers apart.
FROM eclipse-temurin:25-jdk AS layout
WORKDIR /opt/passerelle
COPY --from=build /build/gateway/target/lib gateway/target/lib
COPY --from=build /build/model-registry/bundled model-registry/bundled
COPY --from=build /build/model-registry/target/bundled model-registry/target/bundled
COPY --from=build /build/loadtests/target/lib loadtests/target/lib
COPY --from=build /build/gateway/target/gateway-*.jar gateway/target/
COPY --from=build /build/loadtests/target/loadtests-*.jar loadtests/target/
COPY --from=build /build/passerelle /build/LICENSE /build/NOTICE ./
# A trial start writes the ahead-of-time cache, which is good for this JDK and these jars only. Its imports are thrown away.
RUN PASSERELLE_HOME=/tmp/passerelle PASSERELLE_AOT=create ./passerelle serve --port 0 --stop-when-ready && rm -rf /tmp/passerelle

FROM eclipse-temurin:25-jdk AS cpu
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data passerelle && install -d -o passerelle /data
COPY --from=layout /opt/passerelle /opt/passerelle
ENV PASSERELLE_HOME=/data \
    PASSERELLE_SERVER_HOST=0.0.0.0 \
    PASSERELLE_SERVER_ALLOW_OPEN_NETWORK=true \
    ORT_DISABLE_TELEMETRY=1 \
    OPT_OUT_TRACKING=true
USER passerelle
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD curl -fsS http://127.0.0.1:8080/health/ready || exit 1
ENTRYPOINT ["/opt/passerelle/passerelle"]
CMD ["serve"]

# CUDA 12's libraries around the program built with -Pcuda; without that argument it runs on the CPU. No GPU has run it yet.
FROM nvidia/cuda:12.9.1-cudnn-runtime-ubuntu24.04 AS cuda
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data passerelle && install -d -o passerelle /data
COPY --from=layout /opt/java/openjdk /opt/java/openjdk
COPY --from=layout /opt/passerelle /opt/passerelle
ENV JAVA_HOME=/opt/java/openjdk \
    PASSERELLE_HOME=/data \
    PASSERELLE_SERVER_HOST=0.0.0.0 \
    PASSERELLE_SERVER_ALLOW_OPEN_NETWORK=true \
    ORT_DISABLE_TELEMETRY=1 \
    OPT_OUT_TRACKING=true
USER passerelle
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD curl -fsS http://127.0.0.1:8080/health/ready || exit 1
ENTRYPOINT ["/opt/passerelle/passerelle"]
CMD ["serve"]
