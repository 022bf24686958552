# Makes rows of C of the prelude: PRELUDE(name, parameter, text), a row a definition.
/^#/ || /^ *$/ { next }
/^ / { sub(/^ +/, " "); text[count] = text[count] $0; next }
!/^[a-z_]+(\([a-z]+\))?: / { printf "%s:%d: not a name, a colon and an expression\n", FILENAME, FNR > "/dev/stderr"; failed = 1; exit 1 }
{
    split($0, head, ": ")
    parameter[++count] = ""
    name[count] = head[1]
    text[count] = substr($0, length(head[1]) + 3)
    if (match(name[count], /\(.*\)/)) {
        parameter[count] = substr(name[count], RSTART + 1, RLENGTH - 2)
        name[count] = substr(name[count], 1, RSTART - 1)
    }
}
END {
    for (i = 1; !failed && i <= count; i++)
        printf "PRELUDE(%s, \"%s\", \"%s\", \"%s\")\n", toupper(name[i]), name[i], parameter[i], text[i]
}
