/* What configure would find out for freexl: nothing that it asks for but its version. */
#define VERSION "1.0.6"
