# duly as WebAssembly: clang, wasi-libc and lld of Debian, and the libraries compiled from Debian's sources (sources.sh). README.md beside
# this file says why each piece is here.
WASM     := build/wasm
WASM_SOURCES := $(WASM)/sources
WASM_CC  := clang --target=wasm32-wasi -O2 -mbulk-memory -ftls-model=local-exec -isystem engine/wasm/include
# One thread has no variables of its own.
WASM_OWN := -std=c11 -D_Thread_local= -D_POSIX_C_SOURCE=200809L -DDULY_VERSION='"$(VERSION)"' -Iengine -Iengine/base -Iengine/api -Ibuild/made -D_WASI_EMULATED_GETPID \
	-Wall -Wextra -Wno-bitwise-conditional-parentheses -Wno-missing-field-initializers -Wno-nullability-completeness -Werror

# Of each library what is used. A folder, its files, and what they are compiled with.
YAML_FILES   := $(addprefix libyaml/src/,api reader scanner parser)
PCRE2_FILES  := $(addprefix pcre2/src/pcre2_,auto_possess chartables compile config context error extuni find_bracket jit_compile match match_data \
	newline ord2utf pattern_info script_run string_utils study substring tables ucd valid_utf xclass)
JANSSON_FILES := $(addprefix jansson/src/,dump error hashtable hashtable_seed load memory pack_unpack strbuffer strconv utf value)
NETTLE_FILES := $(addprefix nettle/,sha256 sha256-compress base64-encode base64-decode write-be32)
EXPAT_FILES  := $(addprefix expat/expat/lib/,xmlparse xmlrole xmltok)
ZLIB_FILES   := $(addprefix zlib/,adler32 crc32 deflate inflate inftrees inffast trees zutil)
ZIP_FILES    := $(addprefix libzip/lib/zip_,add add_entry algorithm_deflate buffer close delete dirent discard entry err_str error error_clear error_get \
	error_strerror error_to_str extra_field extra_field_api fclose file_error_clear file_error_get file_set_comment fopen_index fopen_index_encrypted \
	fread get_name get_num_entries file_get_offset get_encryption_implementation hash io_util memdup mkstempm name_locate new open pkware progress random_unix set_name source_accept_empty source_begin_write \
	source_begin_write_cloning source_buffer source_call source_close source_commit_write source_compress source_crc source_error \
	source_file_common source_file_stdio source_file_stdio_named source_free source_function source_get_file_attributes source_is_deleted \
	source_layered source_open source_pkware_decode source_pkware_encode source_read source_remove source_rollback_write source_seek \
	source_seek_write source_stat source_supports source_tell source_tell_write source_window source_write source_zip source_zip_new \
	stat stat_index stat_init strerror string unchange unchange_all unchange_archive unchange_data utf-8)
LIBRARY_FILES := $(YAML_FILES) $(PCRE2_FILES) $(JANSSON_FILES) $(NETTLE_FILES) $(EXPAT_FILES) $(ZLIB_FILES) $(ZIP_FILES)

WASM_INCLUDES := -I$(WASM_SOURCES)/libyaml/include -I$(WASM_SOURCES)/pcre2/src -I$(WASM_SOURCES)/jansson/src -Iengine/wasm/config -I$(WASM_SOURCES)/expat/expat/lib \
	-I$(WASM_SOURCES)/libzip/lib -Iengine/wasm/config/zip -I$(WASM_SOURCES)/zlib -I$(WASM_SOURCES)
with = -DHAVE_CONFIG_H
$(WASM)/obj/libyaml/%: with = -DYAML_VERSION_MAJOR=0 -DYAML_VERSION_MINOR=2 -DYAML_VERSION_PATCH=5 -DYAML_VERSION_STRING='"0.2.5"'
$(WASM)/obj/pcre2/%: with = -DHAVE_CONFIG_H -DPCRE2_CODE_UNIT_WIDTH=8 -DSUPPORT_PCRE2_8 -DSUPPORT_UNICODE -DPCRE2_STATIC
$(WASM)/obj/jansson/%: with = -DHAVE_CONFIG_H -Dutf8_encode=jansson_utf8_encode
$(WASM)/obj/nettle/%: with = -DHAVE_CONFIG_H -Iengine/wasm/config/nettle
$(WASM)/obj/libzip/%: with = -DHAVE_CONFIG_H -Iengine/wasm/config/zip
$(WASM)/obj/zlib/%: with = -DHAVE_UNISTD_H

$(WASM_SOURCES)/complete: engine/wasm/sources.sh engine/wasm/zip_errors.awk
	@command -v clang wasm-ld dpkg-source >/dev/null && [ -d /usr/include/wasm32-wasi ] || sh tests/deps.sh "$(APT_WASM)" "" "" not-there
	@sh engine/wasm/sources.sh $(WASM_SOURCES)

WASM_LIBRARIES := $(LIBRARY_FILES:%=$(WASM)/obj/%.o)
$(WASM_LIBRARIES): $(WASM)/obj/%.o: $(WASM_SOURCES)/complete engine/wasm/wasm.mk
	@mkdir -p $(@D)
	@$(WASM_CC) -w $(with) $(WASM_INCLUDES) -I$(dir $(WASM_SOURCES)/$*) -c $(WASM_SOURCES)/$*.c -o $@

# Our own, each with the same flags; stand-ins are headers in engine/wasm/include, and the functions that WASI's C library lacks.
WASM_OWN_FILES := $(patsubst %.c,$(WASM)/obj/%.o,$(filter-out engine/python/%,$(wildcard engine/*/*.c engine/report/*/*.c)))
$(WASM_OWN_FILES): $(WASM)/obj/%.o: %.c $(WASM_SOURCES)/complete engine/wasm/wasm.mk | $(MADE_WORDS) build/made/report/html/html.css.inc
	@mkdir -p $(@D)
	@$(WASM_CC) $(WASM_OWN) $(WASM_INCLUDES) -MD -MP -c $< -o $@

# Bytes are looked at sixteen at a time, as natively (include/emmintrin.h); elsewhere vectors make the module larger and no faster.
$(WASM)/obj/engine/codec/csv.o $(WASM)/obj/engine/model/damage.o: WASM_OWN += -msimd128 -D__SSE2__

# What runs once for a command is made small: the page is loaded whole before anything is done.
SMALL := libzip jansson libyaml engine/api engine/cli engine/pack engine/prove engine/report/paper engine/report/text engine/report/book
$(foreach part,$(SMALL),$(eval $(WASM)/obj/$(part)/%.o: WASM_CC += -Os))

# Without -O: with it clang hands the module to a wasm-opt that happens to be installed, and others would get another module.
$(WASM)/duly.wasm: $(WASM_OWN_FILES) $(WASM_LIBRARIES)
	@echo "  LD  $@"
	@clang --target=wasm32-wasi $^ -Wl,--strip-all -Wl,-z,stack-size=1048576 -Wl,--max-memory=4294967296 -lwasi-emulated-getpid -o $@

-include $(shell find $(WASM)/obj/engine -name '*.d' 2>/dev/null)
