/* Names of people in one piece of text, as they are written into a cell: 王伟 李小明; 1.王伟 2.李小明; 王伟（书记）和李小明（委员）. */
#ifndef DULY_MODEL_PEOPLE_H
#define DULY_MODEL_PEOPLE_H

#include "base/str.h"

/* Whether a text is names of people, each of which is one by itself: several of them, or one that bears the number of a list. */
bool people_in(Str text);

/* The names of such a text, one after the other. */
typedef struct {
    Str rest;
    bool is_numbered;
} People;

bool people_next(People *people, Str *name);

/* Whether a text is a number alone, as stands before a name: of 1、王伟 the first part. */
bool people_is_number(Str text);

/* Behind the bracket that is open at the start of a text; 0: none is, or it is not closed. */
size_t people_behind_bracket(Str text);

#endif
