#!/bin/sh
# Fills the corpora that the fuzzers start from with our own fixtures.
set -eu
cd "$(dirname "$0")"
root=..

# copy TARGET FILE...: each file under a name that says where it comes from.
copy() {
    target=$1
    shift
    mkdir -p "corpus/$target"
    for file in "$@"; do
        [ -s "$file" ] || continue
        [ "$(wc -c < "$file")" -le 200000 ] || continue
        cp "$file" "corpus/$target/$(echo "${file#"$root"/}" | tr '/ ' '--')"
    done
}

copy pdf $(find $root/fixtures -name '*.pdf')
copy markdown $(find $root/fixtures -name '*.md')
copy text $(find $root/fixtures -name '*.txt')
copy latex $(find $root/fixtures -name '*.tex')
copy typst $(find $root/fixtures -name '*.typ')
copy html $(find $root/fixtures -name '*.html')
copy json $(find $root/fixtures -name '*.json')
copy yaml $(find $root/fixtures -name '*.yaml')
copy rtf $(find $root/fixtures -name '*.rtf')
copy docx $(find $root/fixtures -name '*.docx')
copy odt $(find $root/fixtures -name '*.odt')

# The targets for packages also take bare markup: the body, a form feed, the styles.
for file in $(find $root/fixtures -name '*.docx'); do
    { unzip -p "$file" word/document.xml; printf '\f'; unzip -p "$file" word/styles.xml || true; } \
        > "corpus/docx/$(basename "$file").xml"
done
for file in $(find $root/fixtures -name '*.odt'); do
    { unzip -p "$file" content.xml; printf '\f'; unzip -p "$file" styles.xml || true; } \
        > "corpus/odt/$(basename "$file").xml"
done
# Resumes with a bibliography or a class beside them: the resume, a form feed, the file, which is given for
# whatever is included.
for file in $(find $root/fixtures -name '*.bib' -o -name '*.cls' -o -name '*.sty'); do
    { cat "$(dirname "$file")/cv.tex"; printf '\f'; cat "$file"; } \
        > "corpus/latex/$(basename "$file").beside"
done
# A file that includes itself.
printf '\\documentclass{article}\\begin{document}\\input{a}\\end{document}\f\\section{Work}\\input{b}' \
    > corpus/latex/include
