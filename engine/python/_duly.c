/* The part of the Python module that is C: packs, checks, bytes of reports. It knows rows of texts, streams of Arrow and paths; what Python has
   besides, duly/__init__.py makes of these. The stable interface alone (3.10 on), so that one build serves all later versions. While duly works
   other threads run; only where it asks for rows or hands over bytes does it take the interpreter back. */
#define Py_LIMITED_API 0x030A0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdlib.h>
#include <string.h>

#include "report/duly_report.h"

/* The exception of a callback, which cannot pass through the library. */
typedef struct {
    PyObject *type, *value, *trace;
} Raised;

static void keep_exception(Raised *raised)
{
    if (!raised->type)
        PyErr_Fetch(&raised->type, &raised->value, &raised->trace);
    else
        PyErr_Clear();
}

static bool raise(Raised *raised)
{
    if (raised->type)
        PyErr_Restore(raised->type, raised->value, raised->trace);
    return PyErr_Occurred() != NULL;
}

/* ---- what callbacks of one call share */

typedef struct {
    PyObject *problem; /* called with (severity, id, path, line, column, message, hint, excerpt, no_memory) */
    Raised raised;
} Call;

static PyObject *text_of(duly_text text)
{
    return PyUnicode_DecodeUTF8(text.at ? text.at : "", (Py_ssize_t) text.len, "replace");
}

static void hear_problem(void *context, const duly_problem *problem)
{
    Call *call = context;
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *told = PyObject_CallFunction(call->problem, "iNNIINNNN", (int) problem->severity, text_of(problem->id),
                                           text_of(problem->path), problem->line, problem->column, text_of(problem->message),
                                           text_of(problem->hint), text_of(problem->excerpt), PyBool_FromLong(problem->no_memory));
    if (!told)
        keep_exception(&call->raised);
    Py_XDECREF(told);
    PyGILState_Release(state);
}

/* ---- packs */

static const char capsule_name[] = "duly.pack", stream_name[] = "arrow_array_stream"; /* the second as Arrow's protocol for Python has it */

static void close_pack(PyObject *capsule)
{
    duly_pack_close(PyCapsule_GetPointer(capsule, capsule_name));
}

static bool take_text(PyObject *object, duly_text *text)
{
    Py_ssize_t len;
    const char *at = object ? PyUnicode_AsUTF8AndSize(object, &len) : NULL;
    if (at)
        *text = (duly_text) { at, (size_t) len };
    return at != NULL;
}

static bool take_buffers(PyObject *files, duly_buffer *buffers, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *pair = PyList_GetItem(files, i);
        if (!pair || !take_text(PyTuple_GetItem(pair, 0), &buffers[i].path) || !take_text(PyTuple_GetItem(pair, 1), &buffers[i].text))
            return false;
    }
    return true;
}

/* open_pack(path, files, language, to_judge, problem) */
static PyObject *open_pack(PyObject *self, PyObject *args)
{
    (void) self;
    const char *path, *language;
    int to_judge;
    PyObject *files;
    Call call = { 0 };
    if (!PyArg_ParseTuple(args, "sO!zpO", &path, &PyList_Type, &files, &language, &to_judge, &call.problem))
        return NULL;
    Py_ssize_t count = PyList_Size(files);
    duly_buffer *buffers = calloc((size_t) count + 1, sizeof *buffers);
    if (!buffers)
        return PyErr_NoMemory();
    duly_pack *pack = NULL;
    if (take_buffers(files, buffers, count)) {
        duly_pack_options options = {
            .size = sizeof options, .language = language, .to_judge = to_judge, .files = buffers, .file_count = (size_t) count
        };
        duly_sink sink = { .size = sizeof sink, .context = &call, .problem = hear_problem };
        Py_BEGIN_ALLOW_THREADS pack = duly_pack_open_as(path, &options, &sink);
        Py_END_ALLOW_THREADS
    }
    free(buffers);
    if (raise(&call.raised)) {
        duly_pack_close(pack);
        return NULL;
    }
    if (!pack)
        Py_RETURN_NONE;
    return PyCapsule_New(pack, capsule_name, close_pack);
}

/* describe(pack) -> (name, path, title, sha256, rules) */
static PyObject *describe(PyObject *self, PyObject *capsule)
{
    (void) self;
    duly_pack *pack = PyCapsule_GetPointer(capsule, capsule_name);
    duly_pack_info info = { .size = sizeof info };
    if (!pack || duly_pack_describe(pack, &info) != DULY_CLEAN)
        return NULL;
    return Py_BuildValue("NNNNn", text_of(info.name), text_of(info.path), text_of(info.title), text_of(info.sha256),
                         (Py_ssize_t) info.rule_count);
}

/* ---- rows */

typedef struct {
    PyObject *next;  /* gives a list of rows, each a list of texts and None; an empty one at the end */
    PyObject *block; /* that was given last: its texts are lent to the library */
    duly_text *cells;
    size_t columns;
    Raised *raised;
} Rows;

static bool take_row(PyObject *row, duly_text *cells, size_t columns)
{
    if (!PyList_Check(row) || (size_t) PyList_Size(row) != columns) {
        PyErr_SetString(PyExc_ValueError, "a row has more or fewer cells than there are columns");
        return false;
    }
    for (size_t i = 0; i < columns; i++) {
        PyObject *cell = PyList_GetItem(row, (Py_ssize_t) i);
        cells[i] = (duly_text) { NULL, 0 };
        if (cell != Py_None && !take_text(cell, &cells[i]))
            return false;
    }
    return true;
}

static bool take_block(Rows *rows, duly_rows *out)
{
    Py_XDECREF(rows->block);
    rows->block = PyObject_CallNoArgs(rows->next);
    if (!rows->block || !PyList_Check(rows->block))
        return false;
    size_t count = (size_t) PyList_Size(rows->block);
    duly_text *cells = realloc(rows->cells, (count * rows->columns + 1) * sizeof *cells);
    if (!cells) {
        PyErr_NoMemory();
        return false;
    }
    rows->cells = cells;
    for (size_t i = 0; i < count; i++)
        if (!take_row(PyList_GetItem(rows->block, (Py_ssize_t) i), cells + i * rows->columns, rows->columns))
            return false;
    out->count = count;
    out->cells = cells;
    return true;
}

static bool next_rows(void *context, duly_rows *out)
{
    Rows *rows = context;
    PyGILState_STATE state = PyGILState_Ensure();
    bool taken = take_block(rows, out);
    if (!taken) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_TypeError, "rows come in lists");
        keep_exception(rows->raised);
        out->problem = (duly_text) { "the program that gives the records raised an exception", 54 };
    }
    PyGILState_Release(state);
    return taken;
}

/* ---- reports */

typedef struct {
    PyObject *write;
    Raised *raised;
} Writer;

static bool write_bytes(void *context, const char *bytes, size_t len)
{
    const Writer *writer = context;
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *told = PyObject_CallFunction(writer->write, "y#", bytes, (Py_ssize_t) len);
    if (!told)
        keep_exception(writer->raised);
    Py_XDECREF(told);
    PyGILState_Release(state);
    return told != NULL;
}

/* ---- checking */

typedef struct {
    Py_ssize_t source_count, report_count, file_count;
    duly_source *sources;
    Rows *rows;
    duly_text *headings; /* of all sources */
    duly_report *reports;
    Writer *writers;
    const char **texts; /* of options that are lists */
    Raised *raised;     /* of the call */
} Given;

/* (name, table, headings, next), (name, table, capsule) or (name, table, bytes). */
static bool take_source(Given *given, PyObject *tuple, Py_ssize_t index, duly_text **headings)
{
    duly_source *source = &given->sources[index];
    PyObject *third = PyTuple_GetItem(tuple, 2);
    *source = (duly_source) { .size = sizeof *source };
    if (!third || !take_text(PyTuple_GetItem(tuple, 0), &source->name) || !take_text(PyTuple_GetItem(tuple, 1), &source->table))
        return false;
    if (PyCapsule_CheckExact(third)) {
        source->stream = PyCapsule_GetPointer(third, stream_name);
        return source->stream != NULL;
    }
    if (PyBytes_Check(third)) {
        source->bytes = PyBytes_AsString(third);
        source->byte_count = (size_t) PyBytes_Size(third);
        return true;
    }
    Py_ssize_t count = PyList_Size(third);
    source->headings = *headings;
    source->heading_count = (size_t) count;
    for (Py_ssize_t i = 0; i < count; i++)
        if (!take_text(PyList_GetItem(third, i), (*headings)++))
            return false;
    given->rows[index] = (Rows) { .next = PyTuple_GetItem(tuple, 3), .columns = (size_t) count, .raised = given->raised };
    source->next = next_rows;
    source->context = &given->rows[index];
    return count >= 0 && given->rows[index].next;
}

static size_t count_headings(PyObject *sources)
{
    size_t count = 0;
    for (Py_ssize_t i = 0; i < PyList_Size(sources); i++) {
        PyObject *third = PyTuple_GetItem(PyList_GetItem(sources, i), 2);
        count += third && PyList_Check(third) ? (size_t) PyList_Size(third) : 0;
    }
    return count;
}

static bool take_sources(Given *given, PyObject *sources)
{
    given->source_count = PyList_Size(sources);
    given->sources = calloc((size_t) given->source_count + 1, sizeof *given->sources);
    given->rows = calloc((size_t) given->source_count + 1, sizeof *given->rows);
    given->headings = calloc(count_headings(sources) + 1, sizeof *given->headings);
    if (!given->sources || !given->rows || !given->headings)
        return PyErr_NoMemory() != NULL;
    duly_text *headings = given->headings;
    for (Py_ssize_t i = 0; i < given->source_count; i++)
        if (!take_source(given, PyList_GetItem(sources, i), i, &headings))
            return false;
    return true;
}

static bool take_reports(Given *given, PyObject *reports, bool records)
{
    given->report_count = PyList_Size(reports);
    given->reports = calloc((size_t) given->report_count + 1, sizeof *given->reports);
    given->writers = calloc((size_t) given->report_count + 1, sizeof *given->writers);
    if (!given->reports || !given->writers)
        return PyErr_NoMemory() != NULL;
    for (Py_ssize_t i = 0; i < given->report_count; i++) {
        PyObject *pair = PyList_GetItem(reports, i);
        duly_text format;
        if (!take_text(PyTuple_GetItem(pair, 0), &format))
            return false;
        given->writers[i] = (Writer) { PyTuple_GetItem(pair, 1), given->raised };
        given->reports[i] = (duly_report) {
            .size = sizeof(duly_report), .format = format.at, .write = write_bytes, .context = &given->writers[i], .records = records
        };
    }
    return true;
}

/* The texts of a member of a mapping; they live as long as that. */
static bool take_list(PyObject *options, const char *name, const char ***texts, const char *const **at, size_t *count)
{
    PyObject *list = PyDict_GetItemString(options, name);
    *at = *texts;
    for (Py_ssize_t i = 0; list && i < PyList_Size(list); i++) {
        duly_text text;
        if (!take_text(PyList_GetItem(list, i), &text))
            return false;
        *(*texts)++ = text.at;
        ++*count;
    }
    return true;
}

static bool take_word(PyObject *options, const char *name, const char **word)
{
    PyObject *value = PyDict_GetItemString(options, name);
    duly_text text = { NULL, 0 };
    if (value && value != Py_None && !take_text(value, &text))
        return false;
    *word = text.at;
    return true;
}

static long take_number(PyObject *options, const char *name)
{
    PyObject *value = PyDict_GetItemString(options, name);
    return value ? PyLong_AsLong(value) : 0;
}

static duly_date take_date(PyObject *options, const char *name)
{
    long day = take_number(options, name); /* 20031231 */
    return (duly_date) { (int) (day / 10000), (int) (day / 100 % 100), (int) (day % 100) };
}

static bool take_options(Given *given, PyObject *from, duly_check_options *options)
{
    static const char *const lists[] = { "batch", "table_files", "only", "skip", "elsewhere", "set" };
    size_t room = 1;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        PyObject *list = PyDict_GetItemString(from, lists[i]);
        room += list ? (size_t) PyList_Size(list) : 0;
    }
    const char **texts = given->texts = calloc(room, sizeof *texts);
    if (!texts)
        return PyErr_NoMemory() != NULL;
    *options = (duly_check_options) { .size = sizeof *options,
                                      .as_of = take_date(from, "as_of"),
                                      .on = take_date(from, "on"),
                                      .jobs = (unsigned) take_number(from, "jobs"),
                                      .redact = take_number(from, "redact") != 0,
                                      .max_findings = (uint64_t) take_number(from, "max_findings"),
                                      .fail_on = (duly_severity) take_number(from, "fail_on"),
                                      .sources = given->sources,
                                      .source_count = (size_t) given->source_count };
    return !PyErr_Occurred() && take_list(from, lists[0], &texts, &options->batch, &options->batch_count) &&
           take_list(from, lists[1], &texts, &options->table_files, &options->table_file_count) &&
           take_list(from, lists[2], &texts, &options->only, &options->only_count) &&
           take_list(from, lists[3], &texts, &options->skip, &options->skip_count) &&
           take_list(from, lists[4], &texts, &options->elsewhere, &options->elsewhere_count) &&
           take_list(from, lists[5], &texts, &options->set, &options->set_count) && take_word(from, "gate", &options->gate) &&
           take_word(from, "language", &options->language) && take_word(from, "waivers", &options->waivers) &&
           take_word(from, "baseline", &options->baseline) && take_word(from, "encoding", &options->encoding) &&
           take_word(from, "agenda", &options->agenda) && take_word(from, "mapping", &options->mapping);
}

static void give_back(Given *given)
{
    for (Py_ssize_t i = 0; given->rows && i < given->source_count; i++) {
        Py_XDECREF(given->rows[i].block);
        free(given->rows[i].cells);
    }
    free(given->sources);
    free(given->rows);
    free(given->headings);
    free(given->reports);
    free(given->writers);
    free(given->texts);
}

/* check(pack, options, sources, reports, records, problem) -> status */
static PyObject *check(PyObject *self, PyObject *args)
{
    (void) self;
    PyObject *capsule, *options, *sources, *reports;
    int records;
    Call call = { 0 };
    Given given = { .raised = &call.raised };
    duly_check_options run;
    duly_status status = DULY_MISUSED;
    if (!PyArg_ParseTuple(args, "OO!O!O!pO", &capsule, &PyDict_Type, &options, &PyList_Type, &sources, &PyList_Type, &reports, &records,
                          &call.problem))
        return NULL;
    const duly_pack *pack = PyCapsule_GetPointer(capsule, capsule_name);
    if (pack && take_sources(&given, sources) && take_reports(&given, reports, records) && take_options(&given, options, &run)) {
        duly_sink sink = { .size = sizeof sink, .context = &call, .problem = hear_problem };
        Py_BEGIN_ALLOW_THREADS status = duly_check_report(pack, &run, given.reports, (size_t) given.report_count, &sink);
        Py_END_ALLOW_THREADS
    }
    give_back(&given);
    return raise(&call.raised) ? NULL : PyLong_FromLong((long) status);
}

/* ---- results as streams of Arrow */

/* What no consumer has moved out of it. */
static void drop_stream(PyObject *capsule)
{
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, stream_name);
    if (stream->release)
        stream->release(stream);
    free(stream);
}

static PyObject *new_stream(struct ArrowArrayStream **stream)
{
    *stream = calloc(1, sizeof **stream);
    if (!*stream)
        return PyErr_NoMemory();
    PyObject *capsule = PyCapsule_New(*stream, stream_name, drop_stream);
    if (!capsule)
        free(*stream);
    return capsule;
}

/* check_arrow(pack, options, sources, problem) -> (status, verdicts, findings): two capsules */
static PyObject *check_arrow(PyObject *self, PyObject *args)
{
    (void) self;
    PyObject *capsule, *options, *sources;
    struct ArrowArrayStream *streams[2];
    Call call = { 0 };
    Given given = { .raised = &call.raised };
    duly_check_options run;
    duly_status status = DULY_MISUSED;
    if (!PyArg_ParseTuple(args, "OO!O!O", &capsule, &PyDict_Type, &options, &PyList_Type, &sources, &call.problem))
        return NULL;
    const duly_pack *pack = PyCapsule_GetPointer(capsule, capsule_name);
    PyObject *verdicts = new_stream(&streams[0]), *findings = new_stream(&streams[1]);
    if (pack && verdicts && findings && take_sources(&given, sources) && take_options(&given, options, &run)) {
        duly_sink sink = { .size = sizeof sink, .context = &call, .problem = hear_problem };
        Py_BEGIN_ALLOW_THREADS status = duly_check_arrow(pack, &run, streams[0], streams[1], &sink);
        Py_END_ALLOW_THREADS
    }
    give_back(&given);
    if (!raise(&call.raised))
        return Py_BuildValue("iNN", (int) status, verdicts, findings);
    Py_XDECREF(verdicts);
    Py_XDECREF(findings);
    return NULL;
}

static PyObject *version(PyObject *self, PyObject *args)
{
    (void) self;
    (void) args;
    return PyUnicode_FromString(duly_version());
}

static PyMethodDef functions[] = {
    { "open_pack", open_pack, METH_VARARGS, NULL },     { "describe", describe, METH_O, NULL },    { "check", check, METH_VARARGS, NULL },
    { "check_arrow", check_arrow, METH_VARARGS, NULL }, { "version", version, METH_NOARGS, NULL }, { NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = { .m_base = PyModuleDef_HEAD_INIT, .m_name = "_duly", .m_size = 0, .m_methods = functions };

PyMODINIT_FUNC PyInit__duly(void)
{
    return PyModuleDef_Init(&module);
}
