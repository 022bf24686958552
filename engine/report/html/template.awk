# Makes C of the parts of a page (page.html), a function a part.
#
#   awk -f template.awk -v want=parts page.html    a struct of the values of each part, and its functions declared
#   awk -f template.awk -v want=code page.html     the functions: put_NAME writes a part, made_NAME gives it as markup
#
# What a hole takes is told by its first sign, and C holds the caller to it: a text cannot get where markup is wanted, nor markup where
# a text is. Stops with the place of a hole that is not closed, of a text that would be a whole address, and of an element in an attribute.

function fail(what) {
    printf "%s:%d: in '%s': %s\n", FILENAME, FNR, part, what > "/dev/stderr"
    failed = 1
    exit 1
}

function declare(name, type) {
    if (name !~ /^[a-z_]+$/)
        fail("'" name "' is no name of a value")
    if ((part, name) in types) {
        if (types[part, name] != type)
            fail("'" name "' is of two types")
        return
    }
    types[part, name] = type
    fields = fields "    " type " " name ";\n"
}

function emit(line) { code = code "    " line "\n" }

function literal(text) {
    if (text == "")
        return
    seen = seen text
    gsub(/\\/, "\\\\", text)
    gsub(/"/, "\\\"", text)
    gsub(/\n/, "\\n", text)
    emit("html_markup(html, \"" text "\");")
}

# Whether what stands before a hole ends within the quotes of an attribute.
function in_attribute(    tag) {
    tag = seen
    sub(/.*</, "", tag)
    return seen ~ /</ && tag !~ />/
}

function sentence(hole,    words, count, i, values) {
    count = split(hole, words, " ")
    for (i = 2; i <= count; i++) {
        if (sub(/^#/, "", words[i])) {
            declare(words[i], "uint64_t")
            words[i] = "str_of(number_of(part->" words[i] ").text)"
        } else {
            declare(words[i], "Str")
            words[i] = "part->" words[i]
        }
        values = values (i > 2 ? ", " : "") words[i]
    }
    emit("html_phrase(html, WORDS_" words[1] ", " (count > 1 ? "(Str[]) { " values " }" : "NULL") ");")
}

function condition(hole, no,    sign, name, type) {
    sign = substr(hole, 1, 1)
    name = sign ~ /[*#&]/ ? substr(hole, 2) : hole
    type = sign == "*" ? "Markup" : sign == "#" ? "uint64_t" : sign == "&" ? "bool" : "Str"
    declare(name, type)
    emit("if (" no "(part->" name (type == "Str" ? ".len > 0" : type == "Markup" ? ".html.len > 0" : "") ")) {")
}

function hole_of(hole,    sign, name) {
    sign = substr(hole, 1, 1)
    name = substr(hole, 2)
    if (sign ~ /[=*]/ && in_attribute())
        fail("'" name "' would be an element within a tag")
    if (sign !~ /[=*#%?!\/]/ && in_attribute() && seen ~ /(href|src|action)="$/)
        fail("'" hole "' would be a whole address: begin it with what kind it is")
    if (sign == "=") { declare(name, "Str"); emit("html_value(html, part->" name ");") }
    else if (sign == "*") { declare(name, "Markup"); emit("html_add_markup(html, part->" name ".html);") }
    else if (sign == "#") { declare(name, "uint64_t"); emit("html_number(html, part->" name ");") }
    else if (sign == "%") sentence(name)
    else if (sign == "?") condition(name, "")
    else if (sign == "!") condition(name, "!")
    else if (hole == "/") emit("}")
    else { declare(hole, "Str"); emit("html_text(html, part->" hole ");") }
    seen = seen "x"
}

function end_part(    open, close_) {
    if (part == "")
        return
    code = fields = seen = ""
    while ((open = index(text, "{")) > 0) {
        literal(substr(text, 1, open - 1))
        text = substr(text, open + 1)
        close_ = index(text, "}")
        if (close_ == 0)
            fail("a hole is not closed")
        hole_of(substr(text, 1, close_ - 1))
        text = substr(text, close_ + 1)
    }
    literal(text)
    if (want == "parts")
        printf "struct put_%s {\n%s};\nvoid put_%s(Html *html, const struct put_%s *part);\n", part, fields == "" ? "    char nothing;\n" : fields, part, part
    if (want == "parts")
        printf "Markup made_%s(const Html *html, const struct put_%s *part);\n", part, part
    else
        printf "void put_%s(Html *html, const struct put_%s *part)\n{\n    (void) part;\n%s}\nMarkup made_%s(const Html *html, const struct put_%s *part)\n{\n    Html *aside = html_aside(html);\n    put_%s(aside, part);\n    return html_made(aside);\n}\n", part, part, code, part, part, part
}

/^## / { end_part(); part = $2; text = ""; lines = 0; next }
part == "" { next }
{
    line = $0
    if (joined)
        sub(/^ +/, "", line)
    text = text (lines++ && !joined ? "\n" : "") line
    joined = sub(/\\$/, "", text)
}
END { if (!failed) end_part() }
