# A static binary and nothing else: no shell, no root, no network needed.
#
#   docker build -t resumelint . && docker run --rm --network none -v "$PWD:/resumes:ro" resumelint check /resumes
FROM rust:1-alpine AS build
# hadolint ignore=DL3018
RUN apk add --no-cache musl-dev
WORKDIR /source
COPY Cargo.toml Cargo.lock build.rs ./
COPY src src
COPY benches benches
COPY rules rules
COPY README.md LICENSE-MIT LICENSE-APACHE ./
# Benches are not built, but the manifest names them.
RUN cargo build --release --locked --bin resumelint

FROM scratch
COPY --from=build /source/target/release/resumelint /resumelint
USER 65534:65534
WORKDIR /resumes
ENTRYPOINT ["/resumelint"]
CMD ["--help"]
