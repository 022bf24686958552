/* What a file is, whatever its name says: for the sentence to somebody whose file cannot be read. */
#ifndef DULY_CODEC_FILEKIND_H
#define DULY_CODEC_FILEKIND_H

#include "base/str.h"

/* So many bytes from the start of a file are enough. */
enum { FILE_KIND_BYTES = 64 << 10 };

/* Of a file that is not text, from its first bytes: what it is and what to do, as a sentence; empty: it may well be text. */
Str file_kind_binary(Str head);
/* Of one that was taken for a table of text, or for records: binary, or markup; empty: it may well be that. */
Str file_kind_no_text(Str head);
/* Of a file that was taken for a workbook and is none: binary, markup, or text; never empty. */
Str file_kind_no_workbook(Str head);
/* Whether it is a workbook of the old kind (.xls), which is read, and not encrypted as a whole. */
bool file_kind_is_old_workbook(Str head);
/* Whether it is a container of Microsoft Office, which may hold such a workbook. */
bool file_kind_is_container(Str head);
/* Of one that holds none, by the names in its directory, or by all of its bytes. Never empty. */
Str file_kind_container(Str directory);
/* Of an archive, by the names of its parts, which are asked for until one is known; empty: nothing that is known. */
Str file_kind_archive(bool (*has)(void *context, Str part), void *context);

#endif
