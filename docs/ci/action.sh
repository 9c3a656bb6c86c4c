#!/usr/bin/env bash
# The step of action.yml: checks PATHS, annotates, sums up the job, and ends as resumelint does.
set -uo pipefail

binary=${BINARY:-}
[ -n "$binary" ] || binary=resumelint
list=$(mktemp) summary=$(mktemp)
trap 'rm -f "$list" "$summary"' EXIT
printf '%s\n' "${PATHS:-.}" | sed '/^[[:space:]]*$/d' > "$list"

arguments=(check --preset ci --color never --fail-on "${FAIL_ON:-warning}" --files-from "$list")
[ -z "${CONFIG:-}" ] || arguments+=(--config "$CONFIG")
[ -z "${BASELINE:-}" ] || arguments+=(--baseline "$BASELINE")
arguments+=(--format github --format "compact=$summary")
[ -z "${SARIF:-}" ] || arguments+=(--format "sarif=$SARIF")

"$binary" "${arguments[@]}"
code=$?

if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  {
    printf '### resumelint\n\n'
    # Indented, so that nothing in it is taken for Markdown or HTML.
    sed 's/^/    /' "$summary"
    printf '\n'
  } >> "$GITHUB_STEP_SUMMARY"
fi
[ -z "${GITHUB_OUTPUT:-}" ] || printf 'exit-code=%s\n' "$code" >> "$GITHUB_OUTPUT"
exit "$code"
