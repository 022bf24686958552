/* The files of a pack: a folder and its subfolders, each file parsed. */
#ifndef DULY_PACK_FILES_H
#define DULY_PACK_FILES_H

#include "pack/loader.h"

/* Finds, reads and parses every file of a folder, or a single file, into loader->files. */
void files_read(Loader *loader, Str path);
/* Puts copies of texts in front of the files. */
void files_shelve(Loader *loader, const PackTexts *texts);
/* Adds a text, not parsed yet. */
void files_add(Loader *loader, Str name, const Source *source);
/* Parses the files from `first` on, on several threads where they are long. */
void files_parse(Loader *loader, size_t first);
/* SHA-256 over the names (inside the folder) and bytes of the files, in order. */
void files_hash(const Loader *loader, char out[65]);

#endif
