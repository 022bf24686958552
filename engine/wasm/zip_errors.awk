# libzip's table of errors, made of its header as its own build does: a line is "#define ZIP_ER_RENAME 2 /* S Renaming failed */", and the
# letter says of which kind the system's number is.
/^#define ZIP_ER_[A-Z_]+ [0-9]+/ {
    text = $0
    sub(/^[^*]*\* /, "", text)
    sub(/ *\*\/.*$/, "", text)
    kinds = kinds "    " substr(text, 1, 1) ",\n"
    texts = texts "    \"" substr(text, 3) "\",\n"
}
END {
    print "#include \"zipint.h\"\n#define N ZIP_ET_NONE\n#define S ZIP_ET_SYS\n#define Z ZIP_ET_ZLIB"
    printf "const char *const _zip_err_str[] = {\n%s};\nconst int _zip_nerr_str = sizeof _zip_err_str / sizeof *_zip_err_str;\n", texts
    printf "const int _zip_err_type[] = {\n%s};\n", kinds
}
